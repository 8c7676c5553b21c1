import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { launchBrowser } from './browser.ts';
import { closeContexts, type Stage, startStage } from './stage.ts';
import { openPage, type TrackedPage } from './trackedPage.ts';

describeWith(['chromium'], 'what a page tells the platform of', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(testTool('chromium')), startStage()]);
  });
  afterAll(() => Promise.all([browser.close(), stage.close()]));
  beforeEach(() => {
    stage.site.html = '';
  });
  afterEach(() => closeContexts(browser));

  const open = (path?: string, options?: Parameters<typeof openPage>[3]) =>
    openPage(browser, stage.site, path, options);
  /** As a browser does it when the visitor goes to another tab, and comes back. */
  const setHidden = ({ page }: TrackedPage, hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.hasFocus = () => !value;
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, hidden);

  it('counts each event once, under its name', async () => {
    const trackingEvents = ['page_view', 'click', 'form_submit', 'outbound_click', 'file_download', 'error', 'signup'];
    const metric = await stage.metric({ trackingEvents, labels: { event: '$event' } });
    stage.site.html = `${metric.inline}
      <script>addEventListener('click', (event) => { if (event.target.closest('a')) event.preventDefault(); });</script>
      <p>text</p><img src="data:broken"><a id="inside" href="/other">inside</a>
      <a id="outside" href="https://elsewhere.example/">outside</a><a id="mail" href="mailto:a@b.test">mail</a>
      <a id="file" href="/report.pdf"><i>file</i></a><a id="saved" href="/saved" download>saved</a><form onsubmit="return false"><button>Send</button></form>
      <button id="marked" data-uvp-event="signup" data-uvp-value="3">Sign up</button>`;
    const tracked = await open();
    const { page, errors } = tracked;
    for (const target of ['p', '#inside', '#outside', '#mail', '#file i', '#saved', 'form button', '#marked'])
      await page.click(target);
    await page.click('#outside', { button: 'middle' });
    await page.click('#outside', { button: 'right' });
    await page.evaluate(() => {
      history.pushState(null, '', '/next');
      uvp.track('signup', { value: 2 });
      uvp.track('not declared');
      setTimeout(() => {
        throw new Error('on purpose');
      });
      void Promise.reject(new Error('on purpose'));
      return new Promise((resolve) => setTimeout(resolve, 50));
    });
    await tracked.flush();
    await expect
      .poll(() => metric.by('event'))
      .toEqual({
        page_view: 2,
        click: 8,
        form_submit: 1,
        outbound_click: 2,
        file_download: 2,
        error: 2,
        signup: 5,
      });
    expect(errors).toHaveLength(2);
  });

  it('measures loads, engagement and scrolling, one observation of each view', async () => {
    const metric = await stage.metric({
      metricType: 'histogram',
      trackingEvents: ['page_load', 'engaged_time', 'scroll_depth'],
      labels: { event: '$event', path: '$path' },
    });
    stage.site.html = `<body style="margin:0"><div style="height:4000px"></div>${metric.inline}`;
    const tracked = await open('/long', { viewport: { width: 800, height: 1_000 } });
    await tracked.page.evaluate(() => scrollTo(0, 1_000));
    await tracked.page.waitForTimeout(1_000);
    await tracked.page.evaluate(() => history.pushState(null, '', '/short'));
    await tracked.page.evaluate(() => scrollTo(0, 0));
    await tracked.page.waitForTimeout(600);
    await setHidden(tracked, true);
    await tracked.page.waitForTimeout(600);
    await setHidden(tracked, false);
    await tracked.flush();
    await expect.poll(() => metric.countsBy('event')).toEqual({ page_load: 1, engaged_time: 2, scroll_depth: 2 });
    const sums = await metric.by('event');
    expect(sums.page_load).toBeGreaterThan(0);
    expect(sums.engaged_time).toBeGreaterThanOrEqual(1);
    expect(sums.engaged_time).toBeLessThan(3);
    expect(await metric.countsBy('path')).toEqual({ '/long': 3, '/short': 2 });
    // Half of the long view, a quarter of the other, which never went further than the first screen.
    expect(sums.scroll_depth).toBeCloseTo(0.75, 1);
  });

  it('counts as engaged the time with the focus, of each view for itself', async () => {
    const metric = await stage.metric({
      metricType: 'histogram',
      trackingEvents: ['engaged_time'],
      labels: { path: '$path' },
    });
    stage.site.html = metric.inline;
    const tracked = await open('/long');
    const { page } = tracked;
    await page.waitForTimeout(1_500);
    const shortMs = await page.evaluate(async () => {
      const from = performance.now();
      history.pushState(null, '', '/short');
      await new Promise((resolve) => setTimeout(resolve, 600));
      history.pushState(null, '', '/beside');
      // Another window has the focus; the page is still seen.
      document.hasFocus = () => false;
      dispatchEvent(new Event('blur'));
      return performance.now() - from;
    });
    await page.waitForTimeout(600);
    await page.evaluate(() => history.pushState(null, '', '/end'));
    await tracked.flush();
    await expect.poll(() => metric.countsBy('path')).toEqual({ '/long': 1, '/short': 1 });
    const sums = await metric.by('path');
    expect(sums['/long']).toBeGreaterThanOrEqual(1);
    expect(sums['/short']).toBeLessThanOrEqual(shortMs / 1_000 + 0.25);
  });

  it('tells of no scrolling where nothing was seen: another view at once, a page in the background', async () => {
    const metric = await stage.metric({
      metricType: 'histogram',
      trackingEvents: ['scroll_depth'],
      labels: { path: '$path' },
    });
    const background = `<script>if (location.pathname === '/background') {
      Object.defineProperty(document, 'hidden', { value: true });
    }</script>`;
    stage.site.html = background + metric.inline;
    const { page } = await open('/at-once');
    await page.evaluate(() => history.pushState(null, '', '/seen'));
    await page.waitForTimeout(600);
    await page.goto(`${stage.site.url}/background`);
    await page.waitForTimeout(600);
    await page.goto('about:blank');
    await expect.poll(() => metric.countsBy('path')).toEqual({ '/seen': 1 });
  });

  it('counts views where a browser can measure nothing', async () => {
    const metric = await stage.metric({
      trackingEvents: ['page_view', 'web_vital', 'page_load'],
      labels: { event: '$event' },
    });
    stage.site.html = `<script>PerformanceObserver.prototype.observe = () => { throw new TypeError('as before 2021'); };</script>${metric.inline}`;
    const { page, errors } = await open();
    await page.goto('about:blank');
    await expect.poll(async () => Object.keys(await metric.by('event'))).toContain('page_view');
    expect(errors).toEqual([]);
  });

  it('sets gauges, in the order in which it happened', async () => {
    const metric = await stage.metric({ metricType: 'gauge', trackingEvents: ['cart'] });
    stage.site.html = metric.inline;
    const { page, flush } = await open();
    await page.evaluate(() => {
      for (const value of [5, 9, 7]) uvp.track('cart', { value });
    });
    await flush();
    await expect.poll(metric.total).toBe(7);
  });

  it('names paths by own patterns and ids, and takes routes from the hash on demand', async () => {
    const metric = await stage.metric({
      autoTrack: true,
      labels: { path: '$path' },
      scriptOptions: { pathPatterns: ['/blog/:slug', '/blog/*'], hashRoutes: true },
    });
    stage.site.html = metric.inline;
    const { page, flush } = await open('/blog/hello-world');
    await page.evaluate(async () => {
      for (const path of ['/blog/a/b', '/users/42', '/f/6f1d3f0a-4f7e-4e0e-9f0e-0a1b2c3d4e5f/x'])
        history.pushState(null, '', path);
      location.hash = '/orders/7?tab=1';
      await new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    });
    await flush();
    await expect
      .poll(() => metric.by('path'))
      .toEqual({
        '/blog/:slug': 1,
        '/blog/*': 1,
        '/users/:id': 1,
        '/f/:id/x': 1,
        '/f/:id/x#/orders/:id': 1,
      });
  });

  it('takes from the hash what is a route, and nothing else', async () => {
    const metric = await stage.metric({
      autoTrack: true,
      labels: { path: '$path' },
      scriptOptions: { hashRoutes: true },
    });
    stage.site.html = metric.inline;
    const { page, flush } = await open('/users/42#!/tab/7');
    await page.evaluate(() => {
      location.hash = 'access_token=secret&expires_in=3600';
      history.pushState(null, '', '#/done?code=secret');
    });
    await flush();
    await expect
      .poll(() => metric.by('path'))
      .toEqual({ '/users/:id#!/tab/:id': 1, '/users/:id': 1, '/users/:id#/done': 1 });
  });

  it('counts a burst of observations whole, as many as the sample stands for', async () => {
    for (const [sampleOneIn, told] of [
      [1, 3_000],
      [100, 40],
    ] as const) {
      const metric = await stage.metric({
        metricType: 'histogram',
        trackingEvents: ['wait'],
        scriptOptions: { sampleOneIn },
      });
      stage.site.html = `<script>Math.random = () => 0;</script>${metric.inline}`;
      const { page, flush } = await open();
      await page.evaluate((count) => {
        for (let n = 0; n < count; n += 1) uvp.track('wait', { value: n });
      }, told);
      await flush();
      await expect.poll(metric.total).toBe(told * sampleOneIn);
    }
  });

  it('fills the labels that it knows', async () => {
    const sources = ['$referrer', '$device', '$language', '$title', '$screen', '$utm_source', '$utm_campaign'];
    const labels = Object.fromEntries(sources.map((source) => [source.slice(1), source]));
    const metric = await stage.metric({ autoTrack: true, labels });
    stage.site.html = `<title>Café — Größen</title>${metric.inline}`;
    const phone = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
    const { page, flush } = await open('/?utm_source=mail', { userAgent: phone, locale: 'de-DE' });
    await flush();
    await page.evaluate(() => {
      location.href = `http://localhost:${location.port}/from`;
    });
    await expect.poll(metric.total).toBe(2);
    await page.evaluate(() => {
      location.href = '/of-its-own';
    });
    await expect.poll(metric.total).toBe(3);
    expect(await metric.by('device')).toEqual({ mobile: 3 });
    expect(await metric.by('language')).toEqual({ 'de-DE': 3 });
    expect(await metric.by('title')).toEqual({ 'Café — Größen': 3 });
    expect(await metric.by('utm_source')).toEqual({ mail: 1, '': 2 });
    expect(await metric.by('screen')).toEqual({ '1280x720': 3 });
    // From another host, from nowhere, and from the same host, which is told as nowhere.
    expect(await metric.by('referrer')).toEqual({ '': 2, [new URL(stage.site.url).host]: 1 });
  });

  it.each([
    ['Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1', 'tablet'],
    ['Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'tablet'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
      'mobile',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', 'desktop'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', 'tablet', 5],
  ])('takes %s for a %s', async (userAgent, device, touchPoints = 0) => {
    const metric = await stage.metric({ autoTrack: true, labels: { device: '$device' } });
    stage.site.html = `<script>Object.defineProperty(navigator, 'maxTouchPoints', { value: ${touchPoints} })</script>${metric.inline}`;
    const { flush } = await open('/', { userAgent });
    await flush();
    await expect.poll(() => metric.by('device')).toEqual({ [device]: 1 });
  });
});
