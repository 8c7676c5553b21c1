import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { type Collector, type Site, startCollector } from './collector.ts';
import { openPage, snippetOf } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

describeWith(['chromium'], 'how the generated script delivers', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
    site.html = snippetOf(collector.url, { trackingEvents: ['step'], labels: { n: '' } });
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

  it('sends the first event after a quiet spell within 250 ms, and what follows together', async () => {
    const { page } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'lead' } }));
    await expect.poll(steps, { timeout: 2_000, interval: 20 }).toEqual(['lead']);
    const startedAtMs = Date.now();
    await page.evaluate(() => uvp.track('step', { labels: { n: 'later' } }));
    await expect.poll(() => steps().length, { timeout: 10_000 }).toBe(2);
    expect(Date.now() - startedAtMs).toBeGreaterThan(4_000);
  });

  it('sends at once when a batch is full', async () => {
    const { page } = await openPage(browser, site);
    const startedAtMs = Date.now();
    await page.evaluate(() => {
      for (let n = 0; n < 500; n += 1) uvp.track('step', { labels: { n } });
    });
    await expect.poll(() => steps().length, { timeout: 10_000 }).toBe(500);
    expect(Date.now() - startedAtMs).toBeLessThan(4_000);
    expect(collector.batches.length).toBeLessThanOrEqual(12);
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
      expect(headers['content-type']).toMatch(/^text\/plain/);
      expect(headers['x-api-key']).toBeUndefined();
      expect(Object.keys(body)).toEqual(['apiKey', 'apiSecret', 'batchId', 'metrics']);
      expect(body.apiSecret).toMatch(/^mb_/);
    }
  });

  it('delivers where only `pagehide` tells that the page is left', async () => {
    site.html = `<script>addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true)</script>${site.html}`;
    const { page } = await openPage(browser, site);
    await page.evaluate(() => {
      uvp.track('step', { labels: { n: 'last' } });
      location.href = '/elsewhere';
    });
    await expect.poll(steps).toEqual(['last']);
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
    await flush();
    await page.evaluate(() => uvp.track('step', { labels: { n: 'later' } }));
    await expect.poll(steps, { timeout: 15_000 }).toEqual(['kept', 'later']);
    expect(ids().size).toBe(2);
    // The network stack of the browser may repeat a request whose connection was cut, under the same id.
    expect(collector.batches.length).toBeGreaterThanOrEqual(3);
    expect(errors).toEqual([]);
  });

  it('sends at once what happens in the background, and does not press a collector that is down', async () => {
    const { page } = await openPage(browser, site);
    await page.evaluate(async () => {
      Object.defineProperty(document, 'hidden', { value: true });
      // The first leaves soon in any case.
      uvp.track('step', { labels: { n: 0 } });
      await new Promise((resolve) => setTimeout(resolve, 500));
      uvp.track('step', { labels: { n: 1 } });
      uvp.track('step', { labels: { n: 2 } });
    });
    await expect.poll(steps, { timeout: 2_000 }).toEqual(['0', '1', '2']);
    expect(collector.batches).toHaveLength(2);
    collector.answers.push(...Array.from({ length: 100 }, () => 503));
    await page.evaluate(async () => {
      for (let n = 0; n < 20; n += 1) {
        uvp.track('step', { labels: { n } });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    expect(collector.batches.length).toBeLessThanOrEqual(8);
  });

  it('leaves it at that in a document that is no more, where timers are none and requests fail at once', async () => {
    const gone = `<script>
      const { setTimeout } = window;
      window.setTimeout = (...args) => { setTimeout(...args); return 0; };
      window.requests = 0;
      window.fetch = () => (window.requests += 1) < 1_000 ? Promise.reject(new TypeError('gone')) : new Promise(() => {});
    </script>`;
    site.html = gone + site.html;
    const { page } = await openPage(browser, site);
    const requests = await page.evaluate(async () => {
      uvp.track('step', { labels: { n: 1 } });
      dispatchEvent(new Event('online'));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return (window as unknown as { requests: number }).requests;
    });
    expect(requests).toBe(1);
  });

  it('delivers what happened offline as soon as the network is back', async () => {
    const { page, flush } = await openPage(browser, site);
    await page.context().setOffline(true);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'offline' } }));
    await flush();
    expect(steps()).toEqual([]);
    await page.context().setOffline(false);
    await expect.poll(steps, { timeout: 5_000 }).toEqual(['offline']);
  });

  it('gives up what is refused, and goes on', async () => {
    collector.answers.push(403);
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'refused' } }));
    await flush();
    await page.evaluate(() => uvp.track('step', { labels: { n: 'next' } }));
    await flush();
    expect(steps()).toEqual(['next']);
    expect(collector.batches).toHaveLength(2);
  });

  it('waits as long as Retry-After says', async () => {
    collector.answers.push(429);
    collector.retryAfter = 3;
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await flush();
    const refusedAtMs = Date.now();
    await expect.poll(steps, { timeout: 10_000 }).toEqual(['1']);
    expect(Date.now() - refusedAtMs).toBeGreaterThan(3_000);
  });

  it('lets nothing wait for a request that hangs when the page is left', async () => {
    collector.answers.push(-1);
    const { page } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'hangs' } }));
    await expect.poll(() => collector.batches.length).toBe(1);
    await page.evaluate(() => {
      uvp.track('step', { labels: { n: 'leaves' } });
      location.href = '/elsewhere';
    });
    await expect.poll(() => steps().includes('leaves')).toBe(true);
  });

  it('keeps within the 64 KiB that browsers let outlive a page, and sends the rest as well', async () => {
    const text = 'é'.repeat(90);
    const { page } = await openPage(browser, site);
    await page.evaluate((long) => {
      for (let n = 0; n < 400; n += 1) uvp.track('step', { labels: { n: `${n} ${long}` } });
      dispatchEvent(new Event('online'));
    }, text);
    await expect.poll(() => steps().length, { timeout: 5_000 }).toBe(400);
    expect(new Set(steps()).size).toBe(400);
  });

  it('throws nothing into the page when the collector cannot be reached', async () => {
    await collector.close();
    const { page, errors, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      for (let n = 0; n < 2_000; n += 1) uvp.track('step', { labels: { n } });
      history.pushState(null, '', '/next');
    });
    await flush();
    await page.goto(`${site.url}/other`);
    expect(errors).toEqual([]);
    collector = await startCollector();
  });

  it('throws nothing where a policy of the page forbids the collector', async () => {
    site.html = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'unsafe-inline'">${site.html}`;
    const { page, errors, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step'));
    await flush();
    expect(collector.batches).toHaveLength(0);
    expect(errors).toEqual([]);
  });
});
