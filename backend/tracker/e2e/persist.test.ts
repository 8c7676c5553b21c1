import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import type { Collector, Site } from './collector.ts';
import { snippetOf, watchPage } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

const hour = 3_600_000;
/** What the script of `snippetOf` puts before the names of its entries. */
const mark = Buffer.from('6f1d3f0a4f7e4e0e9f0e0a1b2c3d4e5f', 'hex').toString('base64url');

describeWith(['chromium'], 'what the generated script keeps for the next visit', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;
  let context: BrowserContext;

  withCollector((given) => {
    ({ browser, collector, site } = given);
  });
  beforeEach(async () => {
    site.html = snippetOf(collector.url, {
      trackingEvents: ['step'],
      labels: { n: '' },
      scriptOptions: { persist: true },
    });
    context = await browser.newContext();
  });

  const open = async () => (await watchPage(await context.newPage(), site.url)).page;
  const steps = () =>
    collector
      .samples()
      .map(({ labels }) => labels.n)
      .sort();
  const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage).length);
  /** Puts batches into the storage of the site, as a page of it would have: the oldest first, a minute apart, up to `ageMs` ago. */
  const fill = (page: Page, count: number, ageMs: number) =>
    page.evaluate(
      ([name, n, age]) => {
        for (let i = 0; i < n; i += 1) {
          const content = {
            batchId: `b${i}`,
            metrics: [{ name: 'page_views', labels: { n: i }, value: 1 }],
            dropped: 0,
          };
          localStorage[`${name} b${i}`] = JSON.stringify([content, Date.now() - age - (n - i) * 60_000]);
        }
      },
      [mark, count, ageMs] as const,
    );

  it('is gone when it has arrived, and when it was refused', async () => {
    for (const status of [202, 403]) {
      collector.answers.push(503, status);
      const page = await open();
      await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
      await expect.poll(() => stored(page)).toBe(1);
      await expect.poll(() => stored(page)).toBe(0);
    }
    expect(steps()).toEqual(['1']);
  });

  it('is everything that an outage holds up, and arrives once under the ids that it had', async () => {
    collector.answers.push(...Array.from({ length: 100 }, () => 503));
    collector.retryAfter = 3_600;
    const first = await open();
    await first.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await expect.poll(() => collector.batches.length).toBe(1);
    await first.evaluate(() => uvp.track('step', { labels: { n: 2 } }));
    await expect.poll(() => stored(first)).toBe(2);
    const session = await context.newCDPSession(first);
    const crashed = new Promise((resolve) => first.once('crash', resolve));
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    collector.answers.length = 0;
    const [page] = await Promise.all([open(), open()]);
    await expect.poll(() => stored(page)).toBe(0);
    const ids = new Set(collector.batches.map(({ body }) => body.batchId));
    expect(ids.size).toBe(2);
    expect(new Set(steps())).toEqual(new Set(['1', '2']));
  });

  it('is the latest 30 batches of the last 22 hours, and nothing else is left behind', async () => {
    const html = site.html;
    site.html = '';
    const empty = await open();
    await fill(empty, 40, hour);
    site.html = html;
    const page = await open();
    await expect.poll(() => collector.samples().length).toBe(30);
    expect(collector.samples().map(({ labels }) => labels.n)).toEqual(Array.from({ length: 30 }, (_, i) => i + 10));
    await expect.poll(() => stored(page)).toBe(0);
    await fill(page, 3, 23 * hour);
    await page.reload();
    await expect.poll(() => stored(page)).toBe(0);
    expect(collector.batches).toHaveLength(30);
  });

  it('is at most 30 batches of one page, too', async () => {
    collector.answers.push(...Array.from({ length: 100 }, () => 503));
    collector.retryAfter = 3_600;
    const page = await open();
    await page.evaluate(() => {
      for (let n = 0; n < 3_000; n += 1) uvp.track('step', { labels: { n } });
    });
    const holds = (n: number) =>
      page.evaluate((text) => Object.values(localStorage).some((one) => one.includes(text)), `"${n}"`);
    await expect.poll(() => holds(2_900)).toBe(true);
    // One more that is under way.
    expect(await stored(page)).toBeLessThanOrEqual(31);
    expect(await holds(100)).toBe(false);
  });

  it('grows in a long outage instead of giving up what came first', async () => {
    collector.answers.push(...Array.from({ length: 1_000 }, () => 503));
    const page = await context.newPage();
    await page.clock.install({ time: '2026-06-01T08:00:00Z' });
    await page.goto(site.url);
    await page.clock.pauseAt('2026-06-01T09:00:00Z');
    for (let n = 0; n < 60; n += 1) {
      await page.evaluate((step) => uvp.track('step', { labels: { n: step } }), n);
      await page.clock.runFor(2_000);
    }
    collector.answers.length = 0;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => new Set(steps()).size).toBe(60);
    expect(collector.batches.every(({ body }) => !('dropped' in body))).toBe(true);
  });

  it('is its own: what is broken or of others in the storage neither stops it nor is touched', async () => {
    const html = site.html;
    site.html = '';
    const empty = await open();
    await fill(empty, 1, hour);
    await empty.evaluate((name) => {
      localStorage[`${name} broken`] = '{';
      localStorage[`${name} other`] = '7';
      localStorage[`${name} null`] = '[null,5]';
      localStorage[`${name} empty`] = `[{},${Date.now()}]`;
      localStorage.basket = 'kept';
    }, mark);
    site.html = html;
    const page = await open();
    await expect.poll(steps).toEqual([0]);
    await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await expect.poll(steps).toEqual([0, '1']);
    await expect.poll(() => stored(page)).toBe(1);
    expect(await page.evaluate(() => localStorage.basket)).toBe('kept');
  });

  it('is nothing where storage is forbidden or full, and the page goes on', async () => {
    const forbid = [
      "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });",
      "localStorage.filling = 'x'.repeat(5 * 1024 * 1024 - 20);",
    ];
    const html = site.html;
    for (const [n, script] of forbid.entries()) {
      site.html = `<script>${script}</script>${html}`;
      const { page, errors, flush } = await watchPage(await context.newPage(), site.url);
      await page.evaluate((step) => uvp.track('step', { labels: { n: step } }), n);
      await flush();
      expect(errors).toEqual([]);
    }
    await expect.poll(steps).toEqual(['0', '1']);
  });

  it('has the age of a gauge’s value when it leaves', async () => {
    site.html = '';
    const empty = await open();
    await fill(empty, 1, hour);
    site.html = snippetOf(collector.url, {
      metricType: 'gauge',
      autoTrack: false,
      labels: { n: '' },
      scriptOptions: { persist: true },
    });
    await open();
    await expect.poll(() => collector.samples().length).toBe(1);
    const { ageMs } = collector.samples()[0] as unknown as { ageMs: number };
    expect(ageMs).toBeGreaterThanOrEqual(hour);
    expect(ageMs).toBeLessThan(1.2 * hour);
  });
});
