import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { webVitalsLibrary } from '../../tracker/e2e/webVitalsLibrary.ts';

const require = createRequire(import.meta.url);

/** Plausible's script with all that it counts switched on, sending to this origin. */
export function plausible(origin: string): string {
  const module = readFileSync(require.resolve('@plausible-analytics/tracker'), 'utf8');
  const code = module.replace(/export\s*\{([^}]*)\};?\s*$/, (_all, names: string) => `return {${exported(names)}};`);
  const options = {
    domain: 'shop.example',
    endpoint: `${origin}/api/event`,
    ...everythingOn,
    captureOnLocalhost: true,
  };
  return `(()=>{${code}})().init(${JSON.stringify(options)})`;
}

const everythingOn = { outboundLinks: true, fileDownloads: true, formSubmissions: true };

/** `a as init` becomes `init:a`. */
function exported(names: string): string {
  return names
    .split(',')
    .map((name) => name.trim().split(/\s+as\s+/))
    .map(([local = '', outside = local]) => `${outside}:${local}`)
    .join(',');
}

/** The library of the web vitals, each of them observed and none sent. */
export function webVitals(): string {
  return `${webVitalsLibrary};for (const name of ["onLCP", "onCLS", "onINP", "onFCP", "onTTFB"]) webVitals[name](() => {})`;
}

/** The least that any script which sends can cost: one request with a body, after a quarter of a second. */
export function oneRequest(origin: string): string {
  const options = 'method:"POST",body:JSON.stringify({batchId:"1",metrics:[{name:"views",value:1}]}),keepalive:true';
  return `setTimeout(()=>{fetch("${origin}/api",{${options}})},250)`;
}
