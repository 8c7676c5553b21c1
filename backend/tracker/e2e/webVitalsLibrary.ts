import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** JavaScript: the library whose definitions ours follow, as the global `webVitals`. */
export const webVitalsLibrary = readFileSync(
  createRequire(import.meta.url)
    .resolve('web-vitals')
    .replace(/[^/]*$/, 'web-vitals.iife.js'),
  'utf8',
);
