import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

const LOADS = 5;

describeWith(['chromium'], 'the first load', () => {
  let dashboard: Dashboard;

  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard.stop());

  /** Milliseconds from the navigation to an input that can be used, in a profile without a cache, and the bytes until then. */
  async function load(): Promise<{ inputMs: number; bytes: number }> {
    const context = await dashboard.browser.newContext();
    await context.addInitScript(() => {
      const look = () => {
        if (document.querySelector('input:enabled') === null) return void requestAnimationFrame(look);
        (globalThis as unknown as { inputMs: number }).inputMs = performance.now();
      };
      look();
    });
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('response', (answer) => {
      sizes.push(answer.body().then((body) => gzipSync(body).length));
    });
    await page.goto(dashboard.url);
    const handle = await page.waitForFunction(() => (globalThis as unknown as { inputMs?: number }).inputMs);
    const inputMs = (await handle.jsonValue()) ?? Number.NaN;
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    await context.close();
    return { inputMs, bytes };
  }

  it('enables the first input within a second, median of five, and is at most 70 kB gzip', async () => {
    const loads: { inputMs: number; bytes: number }[] = [];
    for (let count = 0; count < LOADS; count += 1) loads.push(await load());
    const median = loads.map(({ inputMs }) => inputMs).sort((a, b) => a - b)[Math.floor(LOADS / 2)] ?? Number.NaN;
    const bytes = loads[0]?.bytes ?? Number.NaN;
    process.stdout.write(`first input after ${Math.round(median)} ms (median of ${LOADS}), ${bytes} bytes gzip\n`);
    expect(median).toBeLessThan(1_000);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(70_000);
  });
});
