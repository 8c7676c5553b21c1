import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import type { Collector, Site } from './collector.ts';
import { snippetOf } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

/** What the page's script has asked of `fetch`, by the page's clock. */
interface Tried {
  readonly atMs: number;
  readonly keepalive: boolean;
  readonly credentials: string;
  readonly bytes: number;
}

declare global {
  var tried: Tried[];
  /** Requests without an answer. */
  var waiting: number;
}

/** Half of the jitter's range is a factor of 1. */
const watchFetch = `<script>
  Math.random = () => 0.5;
  window.tried = [];
  window.waiting = 0;
  const real = fetch;
  window.fetch = (url, init) => {
    const { keepalive, credentials, body } = init;
    tried.push({ atMs: Date.now(), keepalive: !!keepalive, credentials, bytes: new Blob([body]).size });
    waiting += 1;
    const answer = real(url, init);
    answer.then((reply) => reply.clone().text()).catch(() => 0).then(() => { waiting -= 1; });
    return answer;
  };
</script>`;

describeWith(['chromium'], 'when the generated script tries again', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
    site.html = watchFetch + snippetOf(collector.url, { trackingEvents: ['step'], labels: { n: '' } });
  });

  /** Opens the site with a clock that moves only when told. */
  async function openPaused(): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.clock.install({ time: '2026-06-01T08:00:00Z' });
    await page.goto(site.url);
    await page.clock.pauseAt('2026-06-01T09:00:00Z');
    return page;
  }

  /** Moves the clock in steps until the collector has that many requests; between two steps answers may arrive. */
  async function moveUntil(page: Page, requests: number, stepMs = 500): Promise<void> {
    const settled = () => page.evaluate(() => waiting === 0);
    for (let steps = 0; collector.batches.length < requests && steps < 400; steps += 1) {
      await page.clock.runFor(stepMs);
      for (let looks = 0; looks < 50 && !(await settled()); looks += 1)
        await new Promise((done) => setTimeout(done, 10));
    }
    expect(collector.batches).toHaveLength(requests);
  }

  /** Seconds between one try and the next. */
  const pauses = async (page: Page) => {
    const times = await page.evaluate(() => tried.map(({ atMs }) => atMs));
    return times.slice(1).map((atMs, n) => Math.round((atMs - (times[n] ?? 0)) / 1_000));
  };

  it('doubles its pauses up to a minute, and begins anew after an answer', async () => {
    collector.answers.push(...Array.from({ length: 8 }, () => 503));
    const page = await openPaused();
    await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await moveUntil(page, 9);
    expect(await pauses(page)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    collector.answers.push(503);
    await page.evaluate(() => uvp.track('step', { labels: { n: 2 } }));
    await moveUntil(page, 11);
    expect((await pauses(page)).at(-1)).toBe(1);
    expect(collector.samples().map(({ labels }) => labels.n)).toEqual(['1', '2']);
  });

  it.each([408, 429, 500, 599])('after %d', async (status) => {
    // The browser itself repeats a request that was answered 408.
    const answers = status === 408 ? 2 : 1;
    collector.answers.push(...Array.from({ length: answers }, () => status));
    const page = await openPaused();
    await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await moveUntil(page, answers + 1);
    expect(await pauses(page)).toEqual([1]);
    expect(collector.samples()).toHaveLength(1);
  });

  it('waits for Retry-After on top, but never longer than an hour', async () => {
    collector.answers.push(503, 503);
    collector.retryAfter = 20;
    const page = await openPaused();
    await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await moveUntil(page, 1);
    collector.retryAfter = 1e9;
    await moveUntil(page, 2);
    await moveUntil(page, 3, 30_000);
    const [first, second = 0] = await pauses(page);
    expect(first).toBe(21);
    expect(second).toBeGreaterThanOrEqual(3_600);
    expect(second).toBeLessThan(3_700);
  });

  it('waits 30 seconds for an answer, then sends what is next beside it', async () => {
    collector.answers.push(-1);
    const page = await openPaused();
    await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await moveUntil(page, 1);
    await page.evaluate(() => uvp.track('step', { labels: { n: 2 } }));
    await page.clock.runFor(28_000);
    await page.evaluate(() => uvp.track('step', { labels: { n: 3 } }));
    expect(collector.batches).toHaveLength(1);
    await moveUntil(page, 2);
    expect(collector.samples().map(({ labels }) => labels.n)).toEqual(['2', '3']);
    const [pause = 0] = await pauses(page);
    expect(pause).toBeGreaterThanOrEqual(30);
    expect(pause).toBeLessThan(40);
  });

  it('lets events wait one second with `persist`, five without', async () => {
    for (const [persist, seconds] of [
      [true, 1],
      [false, 5],
    ] as const) {
      site.html =
        watchFetch +
        snippetOf(collector.url, { trackingEvents: ['step'], labels: { n: '' }, scriptOptions: { persist } });
      collector.batches.length = 0;
      const page = await openPaused();
      await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
      await moveUntil(page, 1, 50);
      await page.evaluate(() => uvp.track('step', { labels: { n: 2 } }));
      await moveUntil(page, 2, 50);
      expect(await pauses(page)).toEqual([seconds]);
    }
  });

  it('outlives the page with all that browsers allow, and asks for no credentials', async () => {
    // Two scripts share what a page has.
    const other = { id: '7f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f', metricName: 'other' };
    site.html += snippetOf(collector.url, { ...other, trackingEvents: ['step'], labels: { n: '' } });
    const page = await openPaused();
    await page.evaluate(() => {
      for (let n = 0; n < 200; n += 1) uvp.track('step', { labels: { n: n + 'x'.repeat(190) } });
      dispatchEvent(new Event('online'));
    });
    const all = await page.evaluate(() => tried);
    expect(new Set(all.map(({ credentials }) => credentials))).toEqual(new Set(['omit']));
    const kept = all.filter(({ keepalive }) => keepalive).reduce((sum, { bytes }) => sum + bytes, 0);
    const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(kept).toBeLessThan(64 * 1_024);
    expect(kept).toBeGreaterThan(40 * 1_024);
    expect(total).toBeGreaterThan(64 * 1_024);
    await expect.poll(() => collector.samples().length).toBe(400);
  });

  it('has all of that again after the answers', async () => {
    const page = await openPaused();
    for (let round = 1; round <= 8; round += 1) {
      await page.evaluate(() => {
        for (let n = 0; n < 30; n += 1) uvp.track('step', { labels: { n: n + 'x'.repeat(190) } });
      });
      await moveUntil(page, round);
    }
    const all = await page.evaluate(() => tried);
    expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(40_000);
    expect(all.every(({ keepalive }) => keepalive)).toBe(true);
  });
});
