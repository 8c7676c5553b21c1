import { toScriptJson } from './escape.ts';
import { libraryCode, trackerVersion } from './templates.generated.ts';

/** The generic client library, which sends to `publicUrl` unless it is told otherwise. */
export function renderLibrary(publicUrl: string): string {
  const code = libraryCode.replace('__UVP_ENDPOINT__', () => toScriptJson(publicUrl));
  return `/* Unified Visibility Platform, client library ${trackerVersion}: uvp.init({ apiKey, apiSecret }).track('metric_name') */\n${code}\n`;
}
