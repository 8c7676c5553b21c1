import { type CodeAddresses, collectorExpression } from './addresses.ts';
import { libraryCode, trackerVersion } from './templates.generated.ts';

/**
 * The generic client library, which sends where pages do unless it is told otherwise: for pages and for `require`, or as an ES module that
 * exports `init`. Either makes `uvp` a global, too. Bundlers refuse a module that so much as mentions CommonJS.
 */
export function renderLibrary(addresses: CodeAddresses, form: 'script' | 'module' = 'script'): string {
  const library = libraryCode.replace('__UVP_COLLECTOR__', () => collectorExpression(addresses)).trimEnd();
  const header = `/* Unified Visibility Platform, client library ${trackerVersion}: uvp.init({ apiKey, apiSecret }) */`;
  const code =
    form === 'module'
      ? `export const { init } = ${library};`
      : `(uvp=>{if(typeof module==="object")module.exports=uvp})(${library});`;
  return `${header}\n${code}\n`;
}
