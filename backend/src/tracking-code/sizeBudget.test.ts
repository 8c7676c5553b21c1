import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildCodeRequest, buildSiteRequest, everything, fiveMetrics } from '../testing/codeRequest.ts';
import { renderScript } from './generateCode.ts';
import { renderLibrary } from './renderLibrary.ts';

const gzipBytes = (text: string) => gzipSync(text, { level: 9 }).length;

/** Of the whole file that a visitor loads, settings, key and token included. */
describe('the size of the script, gzip -9', () => {
  it('is at most 1,650 bytes for page views', () => {
    expect(gzipBytes(renderScript(buildCodeRequest()))).toBeLessThanOrEqual(1_650);
  });

  it('is at most 3,820 bytes for everything', () => {
    expect(gzipBytes(renderScript(buildCodeRequest(everything)))).toBeLessThanOrEqual(3_820);
  });

  it('is at most 3,300 bytes for a site with five metrics', () => {
    expect(gzipBytes(renderScript(buildSiteRequest(fiveMetrics)))).toBeLessThanOrEqual(3_300);
  });

  it('is at most 1,900 bytes for the generic library', () => {
    expect(gzipBytes(renderLibrary(buildCodeRequest()))).toBeLessThanOrEqual(1_900);
  });
});
