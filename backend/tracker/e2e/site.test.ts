import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { buildSiteRequest, fiveMetrics } from '../../src/testing/codeRequest.ts';
import { renderScript } from '../../src/tracking-code/generateCode.ts';
import type { TrackedMetric } from '../../src/tracking-code/trackedMetric.ts';
import type { Collector, Site } from './collector.ts';
import { openPage, snippetOf } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

describeWith(['chromium'], 'the script of a whole site', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
  });

  const siteTag = (metrics: readonly Partial<TrackedMetric>[], apiKey = 'mk_0123456789abcdefghij') =>
    `<script>${renderScript(buildSiteRequest(metrics, { publicUrl: collector.url, apiKey }))}</script>`;
  const names = () =>
    collector
      .samples()
      .map(({ name }) => name)
      .sort();

  it('counts in five metrics, each with its own labels and type, and sends them in one request', async () => {
    site.html = `${siteTag(fiveMetrics)}<p>Shop</p><script>setTimeout(() => { throw new Error('once'); }, 50)</script>`;
    const { page } = await openPage(browser, site, '/shop');
    await page.waitForTimeout(100);
    await page.evaluate(() => uvp.track('signup', { labels: { plan: 'pro', path: 'not a label of it' } }));
    await page.goto('about:blank');
    await expect.poll(() => new Set(names()).size).toBe(5);
    expect(collector.samples().filter(({ name }) => !/web_vitals|load/.test(name))).toEqual(
      expect.arrayContaining([
        { name: 'page_views', value: 1, labels: { path: '/shop' } },
        { name: 'errors', value: 1, labels: { path: '/shop' } },
        { name: 'signups', value: 1, labels: { plan: 'pro' } },
      ]),
    );
    const [load] = collector.samples().filter(({ name }) => name === 'load_seconds');
    expect(load).toEqual({ name: 'load_seconds', value: [expect.any(Number)], labels: { path: '/shop' } });
    // What waits leaves 250 ms after the first event; the rest when the page is left.
    expect(collector.batches.length).toBeLessThanOrEqual(2);
  });

  it('counts in ten metrics, each its own share, in one request', async () => {
    const builtIn = ['page_view', 'page_load', 'error', 'click', 'form_submit', 'outbound_click', 'file_download'];
    const metrics = [
      ...builtIn.map((event) => ({ metricName: event, trackingEvents: [event], labels: { path: '$path' } })),
      { metricName: 'depth', metricType: 'histogram' as const, trackingEvents: ['scroll_depth'] },
      { metricName: 'orders', trackingEvents: ['order'], labels: { plan: 'free' } },
      { metricName: 'revenue', metricType: 'summary' as const, trackingEvents: ['order'] },
    ];
    site.html = `<!doctype html>${siteTag(metrics)}<div style="height:4000px">
      <a href="https://elsewhere.example/file.zip">away</a><form><input><button>send</button></form></div>
      <script>
        addEventListener('click', (event) => event.target.closest('a') && event.preventDefault());
        addEventListener('submit', (event) => event.preventDefault());
        setTimeout(() => { throw new Error('once'); }, 50);
      </script>`;
    const { page } = await openPage(browser, site, '/shop');
    await page.waitForTimeout(300);
    const before = collector.batches.length;
    await page.getByRole('link').click();
    await page.getByRole('button').click();
    await page.evaluate(() => uvp.track('order', { value: 12.5, labels: { plan: 'pro' } }));
    await page.goto('about:blank');
    await expect.poll(() => new Set(names()).size).toBe(10);
    expect(collector.batches.length - before).toBe(1);
    const sums = Object.fromEntries(
      [...new Set(names())].map((name) => {
        const own = collector.samples().filter((sample) => sample.name === name);
        return [name, own.flatMap(({ value }) => value).reduce((sum, value) => sum + value, 0)];
      }),
    );
    expect(sums).toMatchObject({
      page_view: 1,
      error: 1,
      click: 2,
      form_submit: 1,
      outbound_click: 1,
      file_download: 1,
    });
    expect(sums).toMatchObject({ orders: 12.5, revenue: 12.5 });
  });

  it('tells every metric of an event that names it, and one without events by its own name', async () => {
    site.html = siteTag([
      { metricName: 'purchases', trackingEvents: ['purchase'] },
      { metricName: 'revenue', metricType: 'summary', trackingEvents: ['purchase'] },
      { metricName: 'cart', metricType: 'gauge', autoTrack: false },
      { metricName: 'orders', autoTrack: false },
    ]);
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      uvp.track('purchase', { value: 12.5 });
      uvp.track('purchase', { value: -3 });
      uvp.track('cart', { value: 4 });
      uvp.track('cart', { value: 2 });
      uvp.track('orders');
      uvp.track('unheard of');
    });
    await flush();
    expect(collector.samples().map(({ name, value }) => [name, value])).toEqual([
      ['purchases', 12.5],
      ['revenue', [12.5]],
      ['cart', 2],
      ['orders', 1],
    ]);
    expect(collector.batches).toHaveLength(1);
  });

  it('counts no metric twice beside a script of its own, and stands beside the tag of another account', async () => {
    const [views] = buildSiteRequest([{ metricName: 'views' }]).metrics;
    const other = { id: 'aaaaaaaa-bc50-4166-abfe-b4f9c94ee238', metricName: 'theirs' };
    for (const html of [
      siteTag([{ metricName: 'views' }]) +
        snippetOf(collector.url, views as TrackedMetric) +
        siteTag([other], 'mk_other'),
      snippetOf(collector.url, views as TrackedMetric) +
        siteTag([{ metricName: 'views' }]) +
        siteTag([other], 'mk_other'),
    ]) {
      collector.batches.length = 0;
      site.html = html;
      const { page } = await openPage(browser, site);
      await page.goto('about:blank');
      await expect.poll(names).toEqual(['theirs', 'views']);
    }
  });

  it('leaves a metric out whose visitors do not want it, and counts in the others', async () => {
    site.html = `<script>Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });</script>${siteTag([
      { metricName: 'private', scriptOptions: { respectGpc: true } },
      { metricName: 'views' },
    ])}`;
    const { flush } = await openPage(browser, site);
    await flush();
    expect(names()).toEqual(['views']);
  });

  it('goes on with the other metrics when the page hides what one needs', async () => {
    site.html = `<script>document.elementFromPoint = undefined; window.ShadowRoot = undefined;</script>${siteTag([
      { metricName: 'depth', metricType: 'summary', trackingEvents: ['scroll_depth', 'form_submit'] },
      { metricName: 'views' },
    ])}`;
    const { errors, flush } = await openPage(browser, site);
    await flush();
    expect(names()).toEqual(['views']);
    expect(errors).toEqual([]);
  });

  it('calls each of ten metrics in a few microseconds', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => ({
      metricName: `m${n}`,
      trackingEvents: ['step'],
      labels: { path: '$path', n: '' },
    }));
    site.html = siteTag(ten);
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      for (let n = 0; n < 100; n += 1) uvp.track('step', { labels: { n: n % 3 } });
    });
    await flush();
    expect(collector.samples()).toHaveLength(30);
    expect(collector.samples().reduce((sum, { value }) => sum + Number(value), 0)).toBe(1_000);
  });
});
