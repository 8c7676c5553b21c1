import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { visitorAgent } from '../../src/testing/visitorAgent.ts';
import { launchBrowser } from './browser.ts';
import { closeContexts, type Stage, type StagedMetric, startStage } from './stage.ts';
import { openPage } from './trackedPage.ts';

describeWith(['chromium'], 'what a page does not tell the platform', () => {
  let browser: Browser;
  let stage: Stage;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(testTool('chromium')), startStage()]);
  });
  afterAll(() => Promise.all([browser.close(), stage.close()]));
  afterEach(() => closeContexts(browser));

  /** Opens a page with the metric, after a change of what the browser says of its visitor, and sends all there is. */
  async function visit(metric: StagedMetric, change = ''): Promise<Error[]> {
    stage.site.html = `<script>${change}</script>${metric.inline}`;
    const { page, errors, flush } = await openPage(browser, stage.site);
    await page.evaluate(() => uvp.track('signup', { labels: { plan: 'pro', user: 'someone@example.test' } }));
    await flush();
    await page.goto(`${stage.site.url}/next`);
    return errors;
  }
  const fields = { trackingEvents: ['page_view', 'signup'], labels: { plan: '' } };
  const gpc = "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });";
  const dnt = "Object.defineProperty(navigator, 'doNotTrack', { value: '1' });";

  it.each([
    ['Global Privacy Control', { respectGpc: true }, gpc, dnt],
    ['Do Not Track', { respectDnt: true }, dnt, gpc],
  ])('nothing of visitors with %s, where that is respected', async (_signal, scriptOptions, signal, other) => {
    const metric = await stage.metric({ ...fields, scriptOptions });
    expect(await visit(metric, signal)).toEqual([]);
    expect(await metric.total()).toBe(0);
    await visit(metric, other);
    await expect.poll(metric.total).toBe(3);
    const indifferent = await stage.metric(fields);
    await visit(indifferent, gpc + dnt);
    await expect.poll(indifferent.total).toBe(3);
  });

  it('nothing of the owner’s own visits, also where storage is blocked for others', async () => {
    const metric = await stage.metric(fields);
    expect(await visit(metric, "localStorage.setItem('uvp.ignore', '1');")).toEqual([]);
    const blocked = "Object.defineProperty(self, 'localStorage', { get() { throw new Error('blocked'); } });";
    expect(await visit(metric, blocked)).toEqual([]);
    await expect.poll(metric.total).toBe(3);
  });

  it('nothing to count of a browser that a program drives', async () => {
    const metric = await stage.metric(fields);
    const from = stage.gate.requests.length;
    await visit(metric, "Object.defineProperty(navigator, 'webdriver', { value: true });");
    const bodies = () => stage.gate.requests.slice(from).filter(({ method }) => method === 'POST');
    expect(bodies().length).toBeGreaterThan(0);
    for (const { body } of bodies()) expect(JSON.parse(body)).toMatchObject({ robot: true });
    await visit(metric);
    await expect.poll(metric.total).toBe(3);
    expect(JSON.parse(bodies().at(-1)?.body ?? '')).not.toHaveProperty('robot');
  });

  it('nothing of visits that the sample leaves out; the others count for them', async () => {
    const counter = await stage.metric({ ...fields, scriptOptions: { sampleOneIn: 10 } });
    expect(await visit(counter, 'Math.random = () => 0.5;')).toEqual([]);
    expect(await counter.total()).toBe(0);
    await visit(counter, 'Math.random = () => 0.05;');
    await expect.poll(counter.total).toBe(30);
    const histogram = await stage.metric({
      metricType: 'histogram',
      trackingEvents: ['page_load'],
      scriptOptions: { sampleOneIn: 100 },
    });
    stage.site.html = `<script>Math.random = () => 0;</script>${histogram.inline}`;
    const { page } = await openPage(browser, stage.site);
    await page.waitForTimeout(50);
    await page.goto('about:blank');
    await expect.poll(histogram.total).toBe(100);
  });

  it('of a gauge no other value for being sampled', async () => {
    const gauge = await stage.metric({
      metricType: 'gauge',
      trackingEvents: ['cart'],
      scriptOptions: { sampleOneIn: 10 },
    });
    stage.site.html = `<script>Math.random = () => 0;</script>${gauge.inline}`;
    const { page, flush } = await openPage(browser, stage.site);
    await page.evaluate(() => uvp.track('cart', { value: 7 }));
    await flush();
    await expect.poll(gauge.total).toBe(7);
  });

  it.each([{}, { persist: true }])(
    'no page that is rendered ahead and never shown, and one that is when it is shown, options %j',
    async (scriptOptions) => {
      const metric = await stage.metric({ ...fields, scriptOptions });
      stage.site.html = `<script>
      document.ahead = true;
      Object.defineProperty(document, 'prerendering', { get: () => document.ahead });
      Object.defineProperty(document, 'hidden', { get: () => document.ahead, configurable: true });
    </script>${metric.inline}`;
      const { page, flush } = await openPage(browser, stage.site);
      await page.evaluate(() => uvp.track('signup'));
      await flush();
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
      await page.goto(stage.site.url);
      expect(await metric.total()).toBe(0);
      // In this order; https://wicg.github.io/nav-speculation/prerendering.html#prerendering-browsing-context-activate
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: false });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        Object.assign(document, { ahead: false });
        document.dispatchEvent(new Event('prerenderingchange'));
      });
      await expect.poll(metric.total).toBe(1);
    },
  );

  it('no label that is not declared, no cookie, nothing in storage', async () => {
    const metric = await stage.metric(fields);
    stage.site.html = metric.inline;
    const { page, flush } = await openPage(browser, stage.site);
    await page.context().addCookies([{ name: 'session', value: 'secret', url: stage.gate.url }]);
    const from = stage.gate.requests.length;
    await page.evaluate(() => uvp.track('signup', { labels: { plan: 'pro', user: 'someone@example.test' } }));
    await flush();
    await expect.poll(metric.total).toBe(2);
    for (const { body, headers } of stage.gate.requests.slice(from)) {
      expect(body).not.toContain('someone@');
      expect(headers.cookie).toBeUndefined();
    }
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    expect(await metric.by('plan')).toEqual({ '': 1, pro: 1 });
  });

  it('nothing to another metric: the token in a page writes its own only', async () => {
    const [own, other] = [await stage.metric(fields), await stage.metric({ metricName: 'other' })];
    const credentials = JSON.parse(/\{"apiKey":.*?\}/.exec(own.inline)?.[0] ?? '{}');
    const push = (name: string) =>
      fetch(`${stage.gate.url}/api/v1/metrics`, {
        method: 'POST',
        headers: { 'User-Agent': visitorAgent },
        body: JSON.stringify({ ...credentials, metrics: [{ name }] }),
      });
    expect((await push('other')).status).toBe(400);
    expect(await other.total()).toBe(0);
    const call = (headers: Record<string, string>) => fetch(`${stage.gate.url}/api/v1/apikeys`, { headers });
    expect((await call({ 'X-API-Key': credentials.apiKey, 'X-API-Secret': credentials.apiSecret })).status).toBe(401);
    expect((await call({ Authorization: `Bearer ${credentials.apiSecret}` })).status).toBe(401);
  });

  it('nothing from another website, when the key names its own', async () => {
    const metric = await stage.metric(fields);
    const { body } = await stage.platform.call<{ apiKeys: { id: string }[] }>('GET', '/api/v1/apikeys', {
      token: stage.tenant.token,
    });
    const change = (allowedOrigins: string[]) =>
      stage.platform.call('PATCH', `/api/v1/apikeys/${body.apiKeys[0]?.id}`, {
        token: stage.tenant.token,
        body: { allowedOrigins },
      });
    await change(['https://shop.example']);
    expect(await visit(metric)).toEqual([]);
    expect(await metric.total()).toBe(0);
    await change([stage.site.url]);
    await visit(metric);
    await expect.poll(metric.total).toBe(3);
    await change([]);
  });
});
