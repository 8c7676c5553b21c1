import type { Browser } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { earlyLine } from '../../src/tracking-code/earlyTag.ts';
import type { Collector, Site } from './collector.ts';
import { countsBy as countLabels } from './countsBy.ts';
import { isHeadlessShell } from './headlessShell.ts';
import { openPage, snippetOf } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

describeWith(['chromium'], 'what the generated script counts', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
  });

  const snippet = (fields: Parameters<typeof snippetOf>[1]) => snippetOf(collector.url, fields);
  const countsBy = (label: string) => countLabels(collector, label);

  it('sends a page view by itself, within 5 seconds of the load', async () => {
    site.html = snippet({ labels: { path: '$path', event: '$event', plan: 'free' } });
    await openPage(browser, site, '/users/42/posts');
    await expect.poll(() => collector.batches.length, { timeout: 10_000 }).toBe(1);
    expect(collector.batches[0]?.body).toEqual({
      batchId: expect.stringMatching(/^[\d,]{7,43}$/),
      metrics: [{ name: 'page_views', value: 1, labels: { path: '/users/:id/posts', event: 'page_view' } }],
    });
    expect(collector.batches[0]?.headers).toMatchObject({
      'x-api-key': 'mk_0123456789abcdefghij',
      'x-api-secret': expect.stringMatching(/^mb_k1\.1\./),
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
    // A view is told once it stands.
    await page.waitForTimeout(150);
    await flush();
    expect(countsBy('path')).toEqual({ '/': 1, '/b': 2, '/c': 1 });
  });

  it('counts a page that is shown again as it was left', async () => {
    site.html = snippet({ labels: { event: '$event' } });
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await flush();
    expect(countsBy('event')).toEqual({ page_view: 2 });
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
      uvp.track('purchase', { labels: { plan: 'pro', coupon: 0, event: 'renamed' } });
      uvp.track('purchase');
      uvp.track('something else');
      uvp.track('purchase', { value: -1 });
      uvp.track('purchase', { value: 'many' });
      uvp.track('purchase', { value: 1.1e12 });
      uvp.track('purchase', { value: Number.NaN });
      uvp.track('purchase', { labels: { plan: undefined, coupon: null } });
      Reflect.apply(uvp.track, undefined, []);
      uvp.track('purchase', { value: Symbol('x') });
      uvp.track('purchase', { labels: { plan: `${'é'.repeat(150)}\ud800` } });
    });
    await flush();
    expect(collector.samples()).toEqual([
      { name: 'page_views', value: 2.5, labels: { event: 'purchase', plan: 'pro' } },
      { name: 'page_views', value: 1, labels: { event: 'renamed', plan: 'pro', coupon: '0' } },
      { name: 'page_views', value: 2, labels: { event: 'purchase' } },
      { name: 'page_views', value: 1, labels: { event: 'purchase', plan: `${'é'.repeat(150)}\ud800` } },
    ]);
    expect(errors).toEqual([]);
  });

  it.each([earlyLine, 'window.uvp={track:function(){(this.q=this.q||[]).push(arguments)},flush(){}};window.q=1'])(
    'takes calls made before the script was there, which %s keeps',
    async (stub) => {
      const labels = { plan: '', path: '$path' };
      site.html = `<script>${stub};uvp.track('signup',{labels:{plan:'pro'}});uvp.flush()</script>${snippet({ trackingEvents: ['signup'], labels })}`;
      const { page, errors, flush } = await openPage(browser, site, '/early');
      await page.evaluate(() => uvp.track('signup'));
      await flush();
      expect(errors).toEqual([]);
      expect(collector.samples()).toEqual([
        { name: 'page_views', value: 1, labels: { plan: 'pro', path: '/early' } },
        { name: 'page_views', value: 1, labels: { path: '/early' } },
      ]);
    },
  );

  it('takes events of marked elements and forms', async () => {
    site.html = `${snippet({ trackingEvents: ['signup', 'sent'], labels: { event: '$event', plan: '' } })}
      <button data-uvp-event="signup" data-uvp-value="3" data-uvp-label-plan="pro" data-uvp-label-user="x"><b>Go</b></button>
      <form data-uvp-event="sent" onsubmit="return false"><input><button id="send">Send</button></form>
      <button id="empty" data-uvp-event="signup" data-uvp-value="" data-uvp-label-plan="none">Go</button>`;
    const { page, flush } = await openPage(browser, site);
    await page.click('b');
    await page.click('input');
    await page.click('#send');
    await page.click('#empty');
    await flush();
    expect(collector.samples()).toEqual([
      { name: 'page_views', value: 3, labels: { event: 'signup', plan: 'pro' } },
      { name: 'page_views', value: 1, labels: { event: 'sent' } },
      { name: 'page_views', value: 1, labels: { event: 'signup', plan: 'none' } },
    ]);
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
    expect(collector.samples()).toEqual([{ name: 'page_views', value: -2, ageMs: expect.any(Number) }]);
  });

  it('works in pages whose own names hide those of the browser, or that change what every object has', async () => {
    const odd = `<script>
      const crypto = {}, screen = {}; let history, performance;
      Object.prototype.extend = function () {};
    </script>`;
    site.html = odd + snippet({ trackingEvents: ['page_view', 'web_vital', 'signup'], labels: { event: '$event' } });
    const { page, errors, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      uvp.track('signup', { labels: { event: 'own' } });
      window.history.pushState(null, '', '/next');
    });
    await page.waitForTimeout(150);
    await flush();
    expect(errors).toEqual([]);
    expect(countsBy('event')).toEqual({ page_view: 2, own: 1 });
  });

  it('makes text of what stands for an event, and no event of what `flush` is called with', async () => {
    site.html = snippet({ autoTrack: false, labels: { event: '$event' } });
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      Reflect.apply(uvp.track, undefined, [404]);
      addEventListener('ping', uvp.flush as unknown as () => void);
      dispatchEvent(new Event('ping'));
    });
    await flush();
    expect(countsBy('event')).toEqual({ 404: 1 });
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
    await page.evaluate(() => {
      uvp.track('signup');
      dispatchEvent(new Event('online'));
    });
    await flush();
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
