import { randomBytes } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readSiteToken } from '../credentials/siteToken.ts';
import { buildCodeRequest } from '../testing/codeRequest.ts';
import { generateCode, renderScript } from './generateCode.ts';
import { issueSiteCode } from './issueCode.ts';
import type { TrackedMetric } from './trackedMetric.ts';

const config = {
  browserTokenKeys: [{ id: 'k1', secret: randomBytes(32) }],
  publicUrl: 'https://metrics.example.test',
  scriptPath: '/s/site.js',
  collectPath: '/s/send',
};
const key = { apiKey: 'mk_dmJXoZ4VJ5XPUxTdtoat', siteTokenVersion: 3 };

function metric(fields: Partial<TrackedMetric> & { exportedName: string }) {
  const [usual] = buildCodeRequest(fields).metrics;
  if (!usual) throw new Error('there is no metric');
  return { ...usual, ...fields };
}

describe('issueSiteCode', () => {
  it('signs the token of the key, and names metrics as no other of their owner is named', () => {
    const counter = metric({ metricName: 'depth', exportedName: 'depth_total' });
    const gauge = metric({ metricName: 'depth', exportedName: 'depth', metricType: 'gauge' });
    const request = issueSiteCode(config, [counter, gauge], key, { transport: 'simple', host: 'page' });
    expect(request).toMatchObject({ scope: 'site', apiKey: key.apiKey, transport: 'simple', host: 'page' });
    const script = renderScript(request);
    expect(script).toContain('"depth_total"');
    expect(script).toContain('"depth"');
    const claims = readSiteToken(request.browserToken, key.apiKey, config.browserTokenKeys);
    expect(claims).toEqual({ apiKey: key.apiKey, tokenVersion: 3 });
  });

  it('makes an empty script when there is no metric yet', () => {
    const request = issueSiteCode(config, [], key, { transport: 'headers', host: 'platform' });
    const script = renderScript(request);
    new Script(script);
    expect(script).not.toContain('mt_');
    expect(generateCode(request, { readable: true })).toMatchObject({ snippet: '', sizeBytes: script.length });
  });
});
