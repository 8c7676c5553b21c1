import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { launchBrowser } from './browser.ts';
import { type Collector, type Site, startCollector, startSite } from './collector.ts';
import { openPage, snippetOf } from './trackedPage.ts';

const { chromium: tool } = inject('tools');
const isHeadlessShell = tool.available && /sparticuz|headless[-_]shell/.test(`${tool.source} ${tool.binary}`);

describeWith(['chromium'], 'what the generated script counts', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  beforeAll(async () => {
    browser = await launchBrowser(testTool('chromium'));
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    [collector, site] = await Promise.all([startCollector(), startSite()]);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await Promise.all([collector.close(), site.close()]);
  });

  const snippet = (fields: Parameters<typeof snippetOf>[1]) => snippetOf(collector.url, fields);
  /** Values by one label. */
  const countsBy = (label: string) => {
    const counts: Record<string, number> = {};
    for (const { labels, value } of collector.samples()) {
      counts[labels[label] ?? ''] = (counts[labels[label] ?? ''] ?? 0) + Number(value);
    }
    return counts;
  };

  it('sends a page view by itself, within 5 seconds of the load', async () => {
    site.html = snippet({ labels: { path: '$path', event: '$event', plan: 'free' } });
    await openPage(browser, site, '/users/42/posts');
    await expect.poll(() => collector.batches.length, { timeout: 10_000 }).toBe(1);
    expect(collector.batches[0]?.body).toEqual({
      batchId: expect.stringMatching(/^[\d-]{7,43}$/),
      metrics: [{ name: 'page_views', value: 1, labels: { path: '/users/:id/posts', event: 'page_view' } }],
    });
    expect(collector.batches[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-api-key': 'mk_0123456789abcdefghij',
      'x-api-secret': 'mb_k1.1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA',
      origin: site.url,
    });
    expect(collector.batches[0]?.headers.cookie).toBeUndefined();
  });

  it('counts the views of a single-page application, and no hash', async () => {
    site.html = snippet({ labels: { path: '$path' } });
    const { page, flush } = await openPage(browser, site, '/');
    await page.evaluate(async () => {
      history.replaceState(null, '', location.href);
      history.pushState(null, '', '/a');
      history.pushState({ same: true }, '', '/a');
      history.replaceState(null, '', '/b');
      location.hash = 'part';
      history.pushState(null, '', '/c?tab=1');
      history.pushState(null, '', '/c?tab=2');
      const shown = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
      history.go(-2);
      await shown;
    });
    expect(await flush()).toBe(true);
    expect(countsBy('path')).toEqual({ '/': 1, '/a': 1, '/b': 2, '/c': 2 });
  });

  it('counts a page that is shown again as it was left', async () => {
    site.html = snippet({ trackingEvents: ['page_view'], labels: { event: '$event' } });
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await flush();
    await expect.poll(() => countsBy('event'), { timeout: 5_000 }).toEqual({ page_view: 2 });
  });

  // The headless shell has no back/forward cache to come back from.
  it.skipIf(isHeadlessShell)('counts a page that comes back from the back/forward cache', async () => {
    const told = "<script>addEventListener('pageshow',(e)=>{if(e.persisted){uvp.track('kept');uvp.flush()}})</script>";
    site.html = snippet({ trackingEvents: ['page_view', 'kept'], labels: { path: '$path', event: '$event' } }) + told;
    const { page } = await openPage(browser, site, '/first');
    await page.goto(`${site.url}/second`);
    // Playwright cannot follow a page into the cache: no call to it after this one.
    await page.evaluate(() => setTimeout(() => history.back()));
    await expect.poll(() => countsBy('event'), { timeout: 5_000 }).toEqual({ page_view: 3, kept: 1 });
    expect(countsBy('path')).toEqual({ '/first': 3, '/second': 1 });
  });

  it('takes custom events with values and labels, declared ones only', async () => {
    site.html = snippet({
      trackingEvents: ['purchase'],
      labels: { event: '$event', plan: 'free', coupon: '' },
    });
    const { page, errors, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      uvp.track('purchase', { value: 2.5, labels: { plan: 'pro', user: 'someone@example.test' } });
      uvp.track('purchase', { labels: { plan: 'pro', coupon: 7, event: 'renamed' } });
      uvp.track('purchase');
      uvp.track('something else');
      uvp.track('purchase', { value: -1 });
      uvp.track('purchase', { value: 'many' });
      uvp.track('purchase', { labels: { plan: { nested: true }, coupon: null } });
      Reflect.apply(uvp.track, undefined, []);
      uvp.track('purchase', { value: Symbol('x') });
      uvp.track('purchase', { labels: { plan: `${'é'.repeat(150)}\ud800` } });
    });
    await flush();
    expect(collector.samples()).toEqual([
      { name: 'page_views', value: 2.5, labels: { event: 'purchase', plan: 'pro' } },
      { name: 'page_views', value: 1, labels: { event: 'renamed', plan: 'pro', coupon: '7' } },
      { name: 'page_views', value: 2, labels: { event: 'purchase' } },
      { name: 'page_views', value: 1, labels: { event: 'purchase', plan: 'é'.repeat(100) } },
    ]);
    expect(errors).toEqual([]);
  });

  it('takes calls made before the script was there', async () => {
    const stub = 'window.uvp=window.uvp||{track:function(){(this.q=this.q||[]).push(arguments)}};';
    site.html = `<script>${stub}uvp.track('signup',{labels:{plan:'pro'}})</script>${snippet({ trackingEvents: ['signup'], labels: { plan: '' } })}`;
    const { flush } = await openPage(browser, site);
    await flush();
    expect(collector.samples()).toEqual([{ name: 'page_views', value: 1, labels: { plan: 'pro' } }]);
  });

  it('takes events of marked elements and forms', async () => {
    site.html = `${snippet({ trackingEvents: ['signup', 'sent'], labels: { event: '$event', plan: '' } })}
      <button data-uvp-event="signup" data-uvp-value="3" data-uvp-label-plan="pro" data-uvp-label-user="x"><b>Go</b></button>
      <form data-uvp-event="sent" onsubmit="return false"><input><button id="send">Send</button></form>`;
    const { page, flush } = await openPage(browser, site);
    await page.click('b');
    await page.click('input');
    await page.click('#send');
    await flush();
    expect(collector.samples()).toEqual([
      { name: 'page_views', value: 3, labels: { event: 'signup', plan: 'pro' } },
      { name: 'page_views', value: 1, labels: { event: 'sent' } },
    ]);
  });

  it('sees clicks, forms, links, downloads, errors', async () => {
    const trackingEvents = ['click', 'form_submit', 'outbound_click', 'file_download', 'error'];
    site.html = `${snippet({ trackingEvents, labels: { event: '$event' } })}
      <script>addEventListener('click', (event) => { if (event.target.closest('a')) event.preventDefault(); });</script>
      <p>text</p><a id="inside" href="/other">inside</a><a id="outside" href="https://elsewhere.example/">outside</a>
      <a id="file" href="/report.pdf"><i>file</i></a><form onsubmit="return false"><button>Send</button></form>`;
    const { page, flush } = await openPage(browser, site);
    for (const target of ['p', '#inside', '#outside', '#file i', 'form button']) await page.click(target);
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('on purpose');
      });
      void Promise.reject(new Error('on purpose'));
      return new Promise((resolve) => setTimeout(resolve, 50));
    });
    await flush();
    expect(countsBy('event')).toEqual({ click: 4, form_submit: 1, outbound_click: 1, file_download: 1, error: 2 });
  });

  it('measures the load, as an observation in seconds', async () => {
    site.html = snippet({ metricType: 'histogram', autoTrack: true, trackingEvents: ['page_load'] });
    const { page, flush } = await openPage(browser, site);
    await page.waitForTimeout(50);
    await page.evaluate(() => uvp.track('page_load', { value: 1.5 }));
    await flush();
    const value = collector.samples()[0]?.value as number[];
    expect(value).toEqual([expect.any(Number), 1.5]);
    expect(value[0]).toBeGreaterThan(0);
    expect(value[0]).toBeLessThan(20);
  });

  it('keeps the last value of a gauge, and tells its age', async () => {
    site.html = snippet({ metricType: 'gauge', autoTrack: false });
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      uvp.track('cart', { value: 5 });
      uvp.track('cart', { value: -2 });
      uvp.track('cart');
    });
    await flush();
    expect(collector.samples()).toEqual([{ name: 'page_views', value: -2, labels: {}, ageMs: expect.any(Number) }]);
  });

  it('fills the labels that it knows', async () => {
    const sources = ['$referrer', '$device', '$language', '$title', '$screen', '$utm_source', '$utm_campaign'];
    site.html = `<title>Shop</title>${snippet({ labels: Object.fromEntries(sources.map((source) => [source.slice(1), source])) })}`;
    const { flush } = await openPage(browser, site, '/?utm_source=mail');
    await flush();
    expect(collector.samples()[0]?.labels).toEqual({
      device: 'desktop',
      language: expect.stringMatching(/^en/),
      title: 'Shop',
      screen: '1280x720',
      utm_source: 'mail',
    });
  });

  it('lets several metrics live on one page, and counts a script once that is there twice', async () => {
    const views = snippet({ metricName: 'views' });
    const signups = snippet({
      id: '7f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f',
      metricName: 'signups',
      trackingEvents: ['signup'],
    });
    site.html = views + signups + views;
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('signup'));
    expect(await flush()).toBe(true);
    const counts = collector.samples().map(({ name, value }) => [name, value]);
    expect(counts.sort()).toEqual([
      ['signups', 1],
      ['views', 1],
    ]);
  });

  it('holds hostile text without running it', async () => {
    const hostile = '</script><script>window.hacked=1</script><!--<script>*/window.hacked=1/*\u2028`';
    site.html = snippet({
      name: hostile,
      metricName: hostile,
      labels: { [hostile]: '', path: '$path', other: hostile },
      trackingEvents: ['page_view', hostile],
    });
    const { page, errors, flush } = await openPage(browser, site, '/x');
    await page.evaluate((event) => uvp.track(event, { labels: { [event]: 'v' } }), hostile);
    await flush();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(errors).toEqual([]);
    expect(collector.samples()).toEqual([
      { name: hostile, value: 1, labels: { path: '/x' } },
      { name: hostile, value: 1, labels: { [hostile]: 'v', path: '/x' } },
    ]);
  });
});
