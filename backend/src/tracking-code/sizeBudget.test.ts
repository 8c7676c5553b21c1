import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildCodeRequest, everything } from '../testing/codeRequest.ts';
import { renderScript } from './generateCode.ts';
import { renderLibrary } from './renderLibrary.ts';

const gzipBytes = (text: string) => gzipSync(text, { level: 9 }).length;

/** Of the whole file that a visitor loads, settings, key and token included. */
describe('the size of the script, gzip -9', () => {
  it('is at most 1,100 bytes for page views', () => {
    expect(gzipBytes(renderScript(buildCodeRequest()))).toBeLessThanOrEqual(1_100);
  });

  it('is at most 2,600 bytes for everything', () => {
    expect(gzipBytes(renderScript(buildCodeRequest(everything)))).toBeLessThanOrEqual(2_600);
  });

  it('is at most 1,600 bytes for the generic library', () => {
    expect(gzipBytes(renderLibrary('https://metrics.example.test'))).toBeLessThanOrEqual(1_600);
  });
});
