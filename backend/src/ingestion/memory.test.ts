import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../testing/testPlatform.ts';
import { maxSlotCacheBytes } from './series/slotCache.ts';

let server: TestPlatform;
beforeAll(async () => {
  server = await startTestPlatform();
});
afterAll(() => server.stop());

/** `uvp_cache_bytes`, by cache. */
async function cacheBytes(): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.platform.internalUrl}/metrics`)).text();
  const lines = [...text.matchAll(/^uvp_cache_bytes\{cache="(\w+)"\} (\d+)$/gm)];
  return Object.fromEntries(lines.map(([, cache, bytes]) => [cache, Number(bytes)]));
}

describe('the memory of ingestion', () => {
  it('does not grow with label sets that are counted in overflow series', { timeout: 30_000 }, async () => {
    const tenant = await server.signUp();
    const names = Array.from({ length: 60 }, (_, i) => `requests${i}`);
    for (const metricName of names) {
      await server.createMetric(tenant, { metricName, metricType: 'counter', labels: { id: '' }, maxSeries: 1 });
    }
    const value = 'x'.repeat(190);
    for (const name of names) {
      const samples = Array.from({ length: 200 }, (_, i) => ({ name, labels: { id: `${value}${i}` } }));
      expect(await server.push(tenant, samples)).toMatchObject({ status: 202, body: { accepted: 200 } });
    }
    const bytes = await cacheBytes();
    // One series of each metric; 12,000 keys would be 6 MB.
    expect(bytes.slots).toBeGreaterThan(0);
    expect(bytes.slots).toBeLessThan(100_000);
    expect(bytes.slots).toBeLessThan(maxSlotCacheBytes);
    expect(Object.keys(bytes).sort()).toEqual(['api_keys', 'batch_ids', 'metric_configs', 'slots']);
  });
});
