import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { launchBrowser } from './browser.ts';
import { type Collector, type Site, startCollector, startSite } from './collector.ts';
import { openPage, snippetOf } from './trackedPage.ts';

describeWith(['chromium'], 'how the generated script delivers', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  beforeAll(async () => {
    browser = await launchBrowser(testTool('chromium'));
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    [collector, site] = await Promise.all([startCollector(), startSite()]);
    site.html = snippetOf(collector.url, { trackingEvents: ['step'], labels: { n: '' } });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await Promise.all([collector.close(), site.close()]);
  });

  const steps = () => collector.samples().map(({ labels }) => labels.n);
  const ids = () => new Set(collector.batches.map(({ body }) => body.batchId));

  it('sends twenty events in one request', async () => {
    const { page } = await openPage(browser, site);
    await page.evaluate(() => {
      for (let n = 0; n < 20; n += 1) uvp.track('step', { labels: { n } });
    });
    await expect.poll(() => steps().length, { timeout: 10_000 }).toBe(20);
    expect(collector.batches).toHaveLength(1);
    expect(collector.preflights).toBe(1);
  });

  it('sends at once when a batch is full', async () => {
    const { page } = await openPage(browser, site);
    const startedAtMs = Date.now();
    await page.evaluate(() => {
      for (let n = 0; n < 500; n += 1) uvp.track('step', { labels: { n } });
    });
    await expect.poll(() => steps().length, { timeout: 10_000 }).toBe(500);
    expect(Date.now() - startedAtMs).toBeLessThan(4_000);
    expect(collector.batches).toHaveLength(10);
  });

  it('delivers what happens right before the page is left, without a preflight', async () => {
    const { page } = await openPage(browser, site);
    await page.evaluate(() => {
      addEventListener('pagehide', () => uvp.track('step', { labels: { n: 'in pagehide' } }));
      uvp.track('step', { labels: { n: 'before leaving' } });
      location.href = '/elsewhere';
    });
    await expect.poll(() => steps().sort()).toEqual(['before leaving', 'in pagehide']);
    expect(collector.preflights).toBe(0);
    for (const { headers, body } of collector.batches) {
      expect(headers['content-type']).toBe('text/plain');
      expect(headers['x-api-key']).toBeUndefined();
      expect(Object.keys(body)).toEqual(['apiKey', 'apiSecret', 'batchId', 'metrics']);
      expect(body.apiSecret).toMatch(/^mb_/);
    }
  });

  it('delivers when the tab is closed', async () => {
    const { page } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'last' } }));
    await page.close({ runBeforeUnload: true });
    await expect.poll(steps).toEqual(['last']);
  });

  it('never needs a preflight with the simple transport', async () => {
    site.html = snippetOf(collector.url, { trackingEvents: ['step'] }, 'simple');
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step'));
    await flush();
    expect(collector.batches).toHaveLength(1);
    expect(collector.preflights).toBe(0);
  });

  it.each([503, 429, 0])('delivers once after answers %d, under one batch id', async (status) => {
    collector.answers.push(status, status);
    const { page, flush, errors } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'kept' } }));
    expect(await flush()).toBe(false);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'later' } }));
    await expect.poll(steps, { timeout: 15_000 }).toEqual(['kept', 'later']);
    expect(ids().size).toBe(2);
    // The network stack of the browser may repeat a request whose connection was cut, under the same id.
    expect(collector.batches.length).toBeGreaterThanOrEqual(status === 0 ? 3 : 4);
    expect(errors).toEqual([]);
  });

  it('sends at once what happens in the background, and does not press a collector that is down', async () => {
    const { page } = await openPage(browser, site);
    await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden' }));
    await page.evaluate(() => {
      uvp.track('step', { labels: { n: 1 } });
      uvp.track('step', { labels: { n: 2 } });
    });
    await expect.poll(steps, { timeout: 2_000 }).toEqual(['1', '2']);
    expect(collector.batches).toHaveLength(1);
    collector.answers.push(...Array.from({ length: 100 }, () => 503));
    await page.evaluate(async () => {
      for (let n = 0; n < 20; n += 1) {
        uvp.track('step', { labels: { n } });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    expect(collector.batches.length).toBeLessThanOrEqual(8);
  });

  it('delivers what happened offline as soon as the network is back', async () => {
    const { page } = await openPage(browser, site);
    await page.context().setOffline(true);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'offline' } }));
    expect(await page.evaluate(() => uvp.flush())).toBe(false);
    await page.context().setOffline(false);
    await expect.poll(steps, { timeout: 5_000 }).toEqual(['offline']);
  });

  it('gives up what is refused, and counts it', async () => {
    collector.answers.push(403);
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step'));
    expect(await flush()).toBe(true);
    expect(await page.evaluate(() => uvp.dropped())).toBe(1);
    expect(collector.batches).toHaveLength(1);
  });

  it('throws nothing into the page when the collector cannot be reached', async () => {
    await collector.close();
    const { page, errors, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      for (let n = 0; n < 2_000; n += 1) uvp.track('step', { labels: { n } });
      history.pushState(null, '', '/next');
    });
    expect(await flush()).toBe(false);
    await page.goto(`${site.url}/other`);
    expect(errors).toEqual([]);
    collector = await startCollector();
  });

  it('throws nothing where a policy of the page forbids the collector', async () => {
    site.html = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'unsafe-inline'">${site.html}`;
    const { page, errors, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step'));
    expect(await flush()).toBe(false);
    expect(collector.batches).toHaveLength(0);
    expect(errors).toEqual([]);
  });
});
