import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import type { Collector, Site } from './collector.ts';
import { countsBy as countLabels } from './countsBy.ts';
import { openPage, snippetOf } from './trackedPage.ts';
import { withCollector } from './withCollector.ts';

/** What pages do that a script meets everywhere, each seen to break a tracking script. */
describeWith(['chromium'], 'pages as they are', () => {
  let browser: Browser;
  let collector: Collector;
  let site: Site;

  withCollector((given) => {
    ({ browser, collector, site } = given);
  });

  const snippet = (fields: Parameters<typeof snippetOf>[1]) => snippetOf(collector.url, fields);
  const countsBy = (label: string) => countLabels(collector, label);
  /** Longer than a view must stand to be told. */
  const stand = (page: Page) => page.waitForTimeout(150);

  it('are counted whatever old libraries put on the prototypes of arrays and objects', async () => {
    const libraries = `<script>
      for (const type of [Array, Object, String]) type.prototype.toJSON = function () { return 'mine'; };
    </script>`;
    site.html = libraries + snippet({ trackingEvents: ['step'], labels: { n: '' } });
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'a' } }));
    await flush();
    expect(countsBy('n')).toEqual({ a: 1 });
  });

  it('lose nothing to answers that are not the collector’s', async () => {
    site.html = snippet({ trackingEvents: ['step'], labels: { n: '' } });
    const { page, flush } = await openPage(browser, site);
    const answers = [
      { status: 404, contentType: 'text/html', body: '<h1>Not found</h1>' },
      { status: 200, contentType: 'text/html', body: '<h1>You are offline</h1>' },
      { status: 204, body: '' },
    ];
    await page.route(`${collector.url}/**`, (route) => {
      const answer = route.request().method() === 'POST' ? answers.shift() : undefined;
      return answer ? route.fulfill({ headers: { 'Access-Control-Allow-Origin': '*' }, ...answer }) : route.continue();
    });
    await page.evaluate(() => uvp.track('step', { labels: { n: 'a' } }));
    await flush();
    await expect.poll(() => countsBy('n'), { timeout: 20_000 }).toEqual({ a: 1 });
    expect(answers).toEqual([]);
  });

  it('have what is too large for the collector halved until it passes', async () => {
    collector.answers.push(413, 413);
    site.html = snippet({ trackingEvents: ['step'], labels: { n: '' } });
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => {
      for (let n = 0; n < 8; n += 1) uvp.track('step', { labels: { n } });
    });
    await flush();
    await expect.poll(() => Object.keys(countsBy('n'))).toHaveLength(8);
    const ids = collector.batches.filter(({ status }) => status === 202).map(({ body }) => body.batchId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('give up an entry that is too large by itself, once, and say so', async () => {
    collector.answers.push(413);
    site.html = snippet({ trackingEvents: ['step'], labels: { n: '' } });
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step', { labels: { n: 'large' } }));
    await flush();
    await page.evaluate(() => uvp.track('step', { labels: { n: 'next' } }));
    await flush();
    expect(countsBy('n')).toEqual({ next: 1 });
    expect(collector.batches.map(({ body }) => body.dropped)).toEqual([undefined, 1]);
  });

  it('have the clicks and submissions inside of open shadow roots counted', async () => {
    site.html = `${snippet({ trackingEvents: ['click', 'form_submit', 'signup'], labels: { event: '$event' } })}
      <div id="host"></div><script>
      document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML =
        '<button id="b" data-uvp-event="signup">Buy</button><form><input id="i"><button id="s">Send</button></form>';
      document.getElementById('host').shadowRoot.querySelector('form').addEventListener('submit', (e) => e.preventDefault());
      </script>`;
    const { page, flush } = await openPage(browser, site);
    await page.locator('#b').click();
    await page.locator('#s').click();
    await page.locator('#i').press('Enter');
    await flush();
    expect(countsBy('event')).toEqual({ click: 2, form_submit: 2, signup: 1 });
  });

  it('count as a click what a person would call one', async () => {
    site.html = `${snippet({ trackingEvents: ['click'], labels: {} })}<base target="_blank">
      <details><summary>More</summary></details><span role="link" tabindex="0">Link</span>
      <form onsubmit="return false"><input type="reset"><input type="image" alt="Go" src="data:,"><input id="t"></form>
      <a id="bare">No address</a><p>Text</p><label for="t">Name</label>`;
    const { page, flush } = await openPage(browser, site);
    for (const one of ['summary', '[role=link]', '[type=reset]', '[type=image]']) await page.locator(one).click();
    await page.locator('#t').press('Enter');
    for (const one of ['#bare', 'p', 'label']) await page.locator(one).click();
    await page.locator('[type=reset]').press('Enter');
    await flush();
    expect(collector.samples().reduce((sum, { value }) => sum + Number(value), 0)).toBe(5);
  });

  it('call it leaving when the host is another one, and a download by more than its first endings', async () => {
    const scriptOptions = { fileTypes: ['step'] };
    site.html = `${snippet({ trackingEvents: ['outbound_click', 'file_download'], labels: { event: '$event' }, scriptOptions })}
      <svg width="20" height="20"><a href="https://elsewhere.example/"><rect width="20" height="20"/></a></svg>
      <a id="own" href="http://www.127.0.0.1.example/">own</a><a id="file" href="/data.json">file</a> <a id="part" href="/part.STEP">part</a>
      <script>addEventListener('click', (e) => e.preventDefault())</script>`;
    const { page, flush } = await openPage(browser, site);
    await page.locator('rect').click();
    await page.locator('#file').click();
    await page.locator('#part').click();
    await flush();
    expect(countsBy('event')).toEqual({ outbound_click: 1, file_download: 2 });
  });

  it('do not count the browser’s own notices as errors', async () => {
    site.html = `${snippet({ trackingEvents: ['error'] })}<div id="box" style="width:10px"></div><script>
      new ResizeObserver(([{ target }]) => { target.style.width = target.offsetWidth + 1 + 'px'; }).observe(box);
      setTimeout(() => { throw new Error('real'); }, 100);</script>`;
    const { page, flush } = await openPage(browser, site);
    await page.waitForTimeout(300);
    await flush();
    expect(collector.samples().map(({ value }) => value)).toEqual([1]);
  });

  it.each([
    [
      'a scrolling main',
      '<main style="height:100vh;overflow:auto"><div style="height:10000px"></div></main>',
      'main',
      0.55,
    ],
    [
      'content that comes late',
      '<p>Loading</p><script>setTimeout(() => { document.body.innerHTML = "<div style=height:10000px></div>"; }, 400)</script>',
      undefined,
      0.1,
    ],
  ])('measure how far down a page was seen with %s', async (_what, body, scrolled, depth) => {
    site.html = `<!doctype html><style>body{margin:0}</style>${snippet({ metricType: 'histogram', trackingEvents: ['scroll_depth'] })}${body}`;
    const { page } = await openPage(browser, site, '/', { viewport: { width: 800, height: 1_000 } });
    await page.waitForTimeout(900);
    if (scrolled !== undefined) {
      await page.evaluate((selector) => document.querySelector(selector)?.scrollTo(0, 4_500), scrolled);
      await page.waitForTimeout(400);
    }
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await expect.poll(() => collector.samples().length).toBe(1);
    expect([collector.samples()[0]?.value].flat()[0]).toBeCloseTo(depth, 2);
  });

  it('measure engagement by the clock', async () => {
    site.html = snippet({ metricType: 'histogram', trackingEvents: ['engaged_time'] });
    const { page } = await openPage(browser, site);
    await page.evaluate(() => {
      for (let n = 1; n <= 3; n += 1)
        setTimeout(() => {
          const end = performance.now() + 700;
          while (performance.now() < end);
        }, n * 800);
    });
    await page.waitForTimeout(3_400);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await expect.poll(() => collector.samples().length).toBe(1);
    expect([collector.samples()[0]?.value].flat()[0]).toBeGreaterThan(3);
  });

  it('leave out of engagement the time in the back/forward cache', async () => {
    site.html = snippet({ metricType: 'histogram', trackingEvents: ['engaged_time'] });
    const { page } = await openPage(browser, site);
    await page.waitForTimeout(600);
    // A page that is kept has no timers, and neither has this one for so long.
    await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      const end = performance.now() + 1_500;
      while (performance.now() < end);
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    });
    await expect.poll(() => collector.samples().length).toBeGreaterThan(0);
    await page.waitForTimeout(300);
    // What was under way when the page was kept is sent again, under its id.
    const batches = new Map(collector.batches.map(({ body }) => [body.batchId, body.metrics]));
    const seconds = [...batches.values()].flat().flatMap(({ value }) => value);
    expect(seconds).toHaveLength(1);
    expect(seconds[0]).toBeLessThan(1.5);
  });

  it('become stable for Angular, whose zone our timers and requests are outside of', async () => {
    const zone = `<script>
      window.inZone = 0;
      for (const name of ['setTimeout', 'fetch']) {
        const own = window[name];
        window['__zone_symbol__' + name] = own;
        window[name] = function () { inZone += 1; return own.apply(this, arguments); };
      }
    </script>`;
    site.html = zone + snippet({ trackingEvents: ['page_view', 'engaged_time', 'web_vital', 'step'] });
    collector.answers.push(503);
    const { page, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('step'));
    await flush();
    await page.evaluate(() => history.pushState(null, '', '/a'));
    await stand(page);
    expect(await page.evaluate('inZone')).toBe(0);
    expect(collector.batches.length).toBeGreaterThan(0);
  });

  it('are not asked to try a blocked endpoint at each change of tabs', async () => {
    site.html = snippet({ trackingEvents: ['step'], labels: { n: '' } });
    const { page, flush } = await openPage(browser, site);
    let tries = 0;
    await page.route(`${collector.url}/**`, (route) => {
      tries += 1;
      return route.abort('blockedbyclient');
    });
    await page.evaluate(() => uvp.track('step', { labels: { n: 1 } }));
    await flush();
    for (let n = 0; n < 20; n += 1) {
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        dispatchEvent(new Event('visibilitychange'));
        Reflect.deleteProperty(document, 'hidden');
      });
    }
    expect(tries).toBeLessThanOrEqual(5);
  });
});
