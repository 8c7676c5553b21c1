import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { choosePort, releasePort } from '../../../scripts/stack/ports.ts';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../src/testing/testPlatform.ts';
import { launchBrowser } from './browser.ts';
import { type Site, startSite } from './collector.ts';
import { openPage } from './trackedPage.ts';

describeWith(['chromium'], 'from a pasted script to the total in Postgres', () => {
  let browser: Browser;
  let server: TestPlatform;
  let tenant: TestTenant;
  let site: Site;

  beforeAll(async () => {
    const port = await choosePort();
    const env = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
    [browser, server] = await Promise.all([launchBrowser(testTool('chromium')), startTestPlatform({ env })]);
    releasePort(port);
    tenant = await server.signUp();
  });
  afterAll(() => Promise.all([browser.close(), server.stop()]));
  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(() => site.close());

  /** A new metric, and the HTML that its owner would paste. */
  async function newMetric(fields: Record<string, unknown>, transport: 'headers' | 'simple' = 'headers') {
    const id = await server.createMetric(tenant, { metricType: 'counter', ...fields });
    const { body } = await server.call<{ scriptTag: string; snippet: string }>(
      'POST',
      `/api/v1/metric-configs/${id}/generate-code`,
      { token: tenant.token, body: { transport } },
    );
    return { id, ...body, total: () => server.total(tenant, id) };
  }

  it.each(['headers', 'simple'] as const)('counts with the code inside the page, transport %s', async (transport) => {
    const labels = { path: '$path', event: '$event', device: '$device', plan: 'free' };
    const trackingEvents = ['page_view', 'signup'];
    const metric = await newMetric({ metricName: `pasted_${transport}`, labels, trackingEvents }, transport);
    site.html = metric.snippet;
    const { page, errors, flush } = await openPage(browser, site);
    await page.evaluate(() => uvp.track('signup', { value: 2, labels: { plan: 'pro', nobody: 'declared this' } }));
    expect(await flush()).toBe(true);
    expect(await metric.total()).toBe(3);
    await page.evaluate(() => {
      uvp.track('signup');
      location.href = '/elsewhere';
    });
    // The signup, sent while the page goes; then the view of the next page.
    await expect.poll(metric.total, { timeout: 10_000 }).toBe(5);
    expect(errors).toEqual([]);
  });

  it('counts with the script loaded from the platform', async () => {
    const metric = await newMetric({ metricName: 'hosted', labels: { path: '$path' }, autoTrack: true });
    site.html = `<!doctype html><title>Shop</title>${metric.scriptTag}`;
    const { page } = await openPage(browser, site, '/shop/1');
    await page.waitForFunction(() => 'uvp' in window);
    await page.goto(`${site.url}/shop/2`);
    await page.waitForFunction(() => 'uvp' in window);
    await page.close({ runBeforeUnload: true });
    await expect.poll(metric.total).toBe(2);
  });

  it('counts with the generic library and a browser token', async () => {
    const metric = await newMetric({ metricName: 'by_library', labels: { plan: '' } });
    const apiSecret = /"apiSecret":"([^"]+)"/.exec(metric.snippet)?.[1] ?? '';
    site.html = `<script src="${server.platform.url}/api/v1/client/script.js"></script>`;
    const { page } = await openPage(browser, site);
    const done = await page.evaluate(
      (credentials) => {
        const client = uvp.init(credentials);
        client.track('by_library', { value: 4, labels: { plan: 'pro' } });
        client.track('by_library');
        return client.flush();
      },
      { apiKey: tenant.apiKey, apiSecret },
    );
    expect(done).toBe(true);
    expect(await metric.total()).toBe(5);
  });
});
