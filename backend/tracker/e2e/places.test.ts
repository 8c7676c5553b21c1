import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { earlyLine } from '../../src/tracking-code/earlyTag.ts';
import { launchBrowser } from './browser.ts';
import { closeContexts, type Stage, startStage } from './stage.ts';
import { openPage } from './trackedPage.ts';

describeWith(['chromium'], 'where the script works', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(testTool('chromium')), startStage()]);
  });
  afterAll(() => Promise.all([browser.close(), stage.close()]));
  afterEach(() => closeContexts(browser));

  const fields = { trackingEvents: ['page_view', 'signup'], labels: { event: '$event' } };
  const once = { page_view: 1, signup: 1 };

  /** Opens a page, tells of a signup once the script is there, leaves, and gives back what the page threw. */
  async function visit(html: string): Promise<Error[]> {
    stage.site.html = `<!doctype html><title>Shop</title>${html}`;
    const { page, errors } = await openPage(browser, stage.site);
    await page.waitForFunction(() => 'uvp' in window);
    await page.evaluate(() => uvp.track('signup'));
    await page.goto('about:blank');
    return errors;
  }

  it.each(['async', 'defer', ''])('loaded from the platform, %s', async (how) => {
    const metric = await stage.metric(fields);
    expect(metric.scriptTag).toContain('<script async src=');
    expect(await visit(metric.scriptTag.replace('async', how))).toEqual([]);
    await expect.poll(() => metric.by('event')).toEqual(once);
  });

  it('inside the page, as people read it', async () => {
    const metric = await stage.metric(fields);
    expect(metric.readable.length).toBeGreaterThan(1.5 * metric.inline.length);
    expect(await visit(metric.readable)).toEqual([]);
    await expect.poll(() => metric.by('event')).toEqual(once);
  });

  it('as a module, which gives the page functions of its own', async () => {
    const metric = await stage.metric(fields);
    expect(await visit(metric.module)).toEqual([]);
    await expect.poll(() => metric.by('event')).toEqual({ page_view: 1, signup: 2 });
  });

  it('inside the page, with the simple transport', async () => {
    const metric = await stage.metric(fields, 'simple');
    const from = stage.gate.requests.length;
    expect(await visit(metric.inline)).toEqual([]);
    await expect.poll(() => metric.by('event')).toEqual(once);
    expect(stage.gate.requests.slice(from).map(({ method }) => method)).not.toContain('OPTIONS');
  });

  it('as exactly the script that was pinned, and not as any other', async () => {
    const metric = await stage.metric(fields);
    expect(metric.pinnedTag).toContain('integrity="sha384-');
    expect(await visit(metric.pinnedTag)).toEqual([]);
    await expect.poll(() => metric.by('event')).toEqual(once);
    stage.site.html = metric.pinnedTag.replace('sha384-', 'sha384-AAAA');
    const { page } = await openPage(browser, stage.site);
    expect(await page.evaluate(() => 'uvp' in window)).toBe(false);
  });

  it('under a policy that allows the platform and nothing else', async () => {
    const metric = await stage.metric(fields);
    const policy = `default-src 'none'; script-src ${stage.gate.url}; connect-src ${stage.gate.url}`;
    const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
    expect(await visit(meta + metric.scriptTag)).toEqual([]);
    await expect.poll(() => metric.by('event')).toEqual(once);
  });

  it('in a frame, and twice on one page counts once', async () => {
    const metric = await stage.metric(fields);
    const again = metric.inline + metric.scriptTag + metric.pinnedTag;
    expect(await visit(again)).toEqual([]);
    await expect.poll(() => metric.by('event')).toEqual(once);
    const framed = await stage.metric({ autoTrack: true });
    stage.site.html = `<script>if (self === top) document.write('<iframe src="/framed"></iframe>')</script>
      <script>if (self !== top) document.write(${JSON.stringify(framed.scriptTag).replaceAll('<', '\\u003c')})</script>`;
    const { page } = await openPage(browser, stage.site);
    await page.waitForTimeout(300);
    await page.goto('about:blank');
    await expect.poll(framed.total).toBe(1);
  });

  it('beside other metrics, with calls from before any script was there', async () => {
    const metrics = await Promise.all([
      stage.metric({ autoTrack: true }),
      stage.metric({ trackingEvents: ['signup'], labels: { event: '$event' } }),
      stage.metric({ labels: { event: '$event' } }),
      stage.metric({ metricType: 'gauge', trackingEvents: ['cart'] }),
    ]);
    const early = `<script>${earlyLine};uvp.track('signup');uvp.track('cart',{value:4})</script>`;
    expect(await visit(early + metrics.map(({ scriptTag }) => scriptTag).join(''))).toEqual([]);
    const totals = () => Promise.all(metrics.map(({ total }) => total()));
    await expect.poll(totals).toEqual([1, 2, 6, 4]);
    expect(await metrics[2]?.by('event')).toEqual({ signup: 2, cart: 4 });
  });

  it('in browsers that know nothing of keepalive', async () => {
    const metric = await stage.metric(fields);
    const old = '<script>delete Request.prototype.keepalive;</script>';
    stage.site.html = old + metric.inline;
    const { page, flush } = await openPage(browser, stage.site);
    await page.evaluate(() => uvp.track('signup'));
    await flush();
    await expect.poll(() => metric.by('event')).toEqual(once);
  });

  it('as the generic library, with a browser token', async () => {
    const metric = await stage.metric({ metricName: 'by_library', labels: { plan: '' } });
    const credentials = JSON.parse(/\{"apiKey":.*?\}/.exec(metric.inline)?.[0] ?? '{}');
    stage.site.html = `<script src="${stage.gate.url}/api/v1/client/script.js"></script>`;
    const { page } = await openPage(browser, stage.site);
    const done = await page.evaluate((given) => {
      const client = uvp.init(given);
      client.track('by_library', { value: 4, labels: { plan: 'pro' } });
      client.track('by_library');
      return client.flush();
    }, credentials);
    expect(done).toBe(true);
    expect(await metric.total()).toBe(5);
    await page.evaluate((given) => {
      uvp.init(given).track('by_library', { value: 1 });
      location.href = '/elsewhere';
    }, credentials);
    await expect.poll(metric.total).toBe(6);
  });
});
