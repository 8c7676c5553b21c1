import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import type { Collector, Site } from './collector.ts';
import { openPage, snippetOf } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

describeWith(['chromium'], 'a long outage', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
    site.html = snippetOf(collector.url, { trackingEvents: ['step'], labels: { n: '' } });
  });

  const steps = () => collector.samples().map(({ labels }) => labels.n);

  it('keeps 30 batches of a long outage, the newest, and says how much it gave up', async () => {
    collector.answers.push(...Array.from({ length: 20 }, () => 503));
    collector.retryAfter = 3_600;
    const { page } = await openPage(browser, site);
    await page.evaluate(() => {
      for (let n = 0; n < 5_000; n += 1) uvp.track('step', { labels: { n } });
    });
    await expect.poll(() => collector.batches.length).toBe(1);
    collector.answers.length = 0;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.evaluate(() => uvp.track('step', { labels: { n: 'last' } }));
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => steps().includes('last')).toBe(true);
    const delivered = collector.samples().length;
    const dropped = collector.batches.reduce(
      (sum, { status, body }) => sum + (status === 202 ? (body.dropped ?? 0) : 0),
      0,
    );
    expect(delivered).toBeGreaterThan(1_000);
    expect(delivered + dropped).toBe(5_001);
    expect(steps()).toContain('4999');
    expect(steps()).not.toContain('0');
  });

  it.each([{ n: '' }, {}])('gives up what is too old to count once, and says so, labels %j', async (labels) => {
    site.html = snippetOf(collector.url, { trackingEvents: ['step'], labels });
    collector.answers.push(503);
    collector.retryAfter = 3_600;
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(site.url);
    await page.evaluate(() => uvp.track('step', { value: 5, labels: { n: 'old' } }));
    await page.clock.runFor(1_000);
    await expect.poll(() => collector.batches.length).toBe(1);
    await page.evaluate(() => uvp.track('step', { value: 2, labels: { n: 'new' } }));
    // Nothing runs in a computer that sleeps.
    await page.clock.fastForward('23:00:00');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => collector.samples().length).toBe(1);
    const [late] = collector.batches.slice(1);
    expect(late?.body.metrics).toMatchObject([{ value: 2 }]);
    await page.evaluate(() => uvp.track('step', { value: 3 }));
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => collector.batches.length).toBe(3);
    expect(collector.batches.slice(1).reduce((sum, { body }) => sum + (body.dropped ?? 0), 0)).toBe(1);
  });

  it('adds up what has no labels, however long the outage: nothing is given up', async () => {
    site.html = snippetOf(collector.url, { trackingEvents: ['step'] });
    collector.answers.push(...Array.from({ length: 2_000 }, () => 503));
    collector.retryAfter = 3_600;
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(async () => {
      uvp.track('step');
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (let n = 0; n < 9; n += 1) uvp.track('step');
    });
    await flush();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    // In an outage nothing is closed before its time, so that one entry holds all of it.
    await expect.poll(() => collector.batches.map(({ body }) => body.metrics[0]?.value)).toEqual([1, 1, 9]);
    await page.evaluate(() => {
      for (let n = 0; n < 90; n += 1) {
        uvp.track('step');
        dispatchEvent(new Event('online'));
      }
    });
    await flush();
    collector.answers.length = 0;
    for (let n = 0; n < 3; n += 1) {
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await flush();
    }
    const ids = new Map(
      collector.batches
        .filter(({ status }) => status === 202)
        .map(({ body }) => [body.batchId, body.metrics[0]?.value]),
    );
    expect([...ids.values()].reduce((sum, value) => Number(sum) + Number(value), 0)).toBe(100);
    expect(collector.batches.every(({ body }) => !('dropped' in body))).toBe(true);
  });
});
