import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../backend/src/testing/testPlatform.ts';
import { launchBrowser } from '../../backend/tracker/e2e/browser.ts';
import { choosePort, releasePort } from '../stack/ports.ts';
import type { Service } from '../stack/service.ts';
import { answersOk, startService } from '../stack/startService.ts';
import { describeWith, testTool } from '../vitest/testTools.ts';
import { demoEmail, openDemoAccount } from './demoAccount.ts';
import { demoMetrics } from './demoMetrics.ts';
import { startDemoSite } from './shop/demoSite.ts';
import { createCrowd } from './traffic/crowd.ts';
import { seededRandom } from './traffic/random.ts';
import { storyBefore } from './traffic/rhythm.ts';

const password = 'seven-quiet-lanterns';
let port: number;
let server: TestPlatform;

beforeAll(async () => {
  port = await choosePort();
  const PUBLIC_URL = `http://127.0.0.1:${port}`;
  // Totals are asked for again and again until they are there.
  const RATE_LIMIT_API_PER_MINUTE = '100000';
  server = await startTestPlatform({ env: { PORT: String(port), PUBLIC_URL, RATE_LIMIT_API_PER_MINUTE } });
  releasePort(port);
});
afterAll(() => server.stop());

/** Totals of the account's metrics, by name. */
async function totals(): Promise<Record<string, number>> {
  const signIn = await server.call<{ token: string }>('POST', '/api/v1/auth/signin', {
    body: { email: demoEmail, password },
  });
  const { token } = signIn.body;
  const { body } = await server.call<{ metricConfigs: { id: string; metricName: string }[] }>(
    'GET',
    '/api/v1/metric-configs',
    { token },
  );
  const { body: listed } = await server.call<{ stats: { metricConfigId: string; total: number }[] }>(
    'GET',
    '/api/v1/metric-configs/stats',
    { token },
  );
  const totalOf = new Map(listed.stats.map(({ metricConfigId, total }) => [metricConfigId, total]));
  return Object.fromEntries(body.metricConfigs.map(({ id, metricName }) => [metricName, totalOf.get(id) ?? 0]));
}

describeWith(['chromium'], 'the sample shop', () => {
  it('counts who clicks through it', async () => {
    const { siteTag } = await openDemoAccount(server.platform.url, password);
    const sitePort = await choosePort();
    const dashboardUrl = 'http://localhost:3000/?a="b"';
    const site = await startDemoSite({ port: sitePort, siteTag, dashboardUrl });
    releasePort(sitePort);
    const browser = await launchBrowser(testTool('chromium'));
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    const goTo = async (path: string) => {
      const response = await page.goto(`http://127.0.0.1:${sitePort}${path}`);
      if (response?.status() === 200) await page.waitForFunction(() => 'uvp' in globalThis);
      return response?.status();
    };
    await goTo('/?utm_campaign=spring');
    await page.getByRole('link', { name: 'Task lamp' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('It is in your cart.').waitFor();
    expect(await page.getByText('Counted on this page').locator('..').textContent()).toContain('Added to cart');
    expect(await page.getByRole('link', { name: 'See the numbers' }).getAttribute('href')).toBe(dashboardUrl);
    await page.getByRole('link', { name: 'Cart' }).click();
    await page.getByRole('link', { name: 'To the checkout' }).click();
    await page.getByLabel('Invoice').check();
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await page.getByRole('searchbox').fill('<b>lamp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Results for “<b>lamp”' }).waitFor();
    await goTo('/gift-cards');
    expect(await goTo('/nowhere')).toBe(404);
    await expect.poll(totals).toMatchObject({
      page_views: 7,
      page_load_seconds: 7,
      cart_additions: 1,
      orders: 1,
      revenue_euros: 79,
      searches: 1,
      page_errors: 1,
      visitors_online: 0,
    });
    expect(faults).toEqual(['showGiftCards is not defined']);
    await browser.close();
    await site.close();
  });
});

describe('its visitors', () => {
  async function start(): Promise<Service> {
    const demoPort = await choosePort();
    const env = {
      ...process.env,
      DEMO_PORT: String(demoPort),
      DEMO_API_URL: server.platform.url,
      DEMO_PASSWORD: password,
      // As after a history that has just ended; those who came since then are made up for at once.
      DEMO_VISITORS_SINCE_MS: String(Date.now() - 10 * 60_000),
    };
    const args = ['--import', 'tsx', fileURLToPath(new URL('./main.ts', import.meta.url))];
    const spec = { name: 'demo', command: process.execPath, args, env };
    try {
      return await startService(spec, answersOk(`http://127.0.0.1:${demoPort}/`));
    } finally {
      releasePort(demoPort);
    }
  }

  it('come by themselves, again after a restart, and stop with the process', async () => {
    let before: Record<string, number> = {};
    for (let run = 1; run <= 2; run += 1) {
      const service = await start();
      for (const name of ['page_views', 'page_load_seconds', 'engaged_seconds'])
        await expect
          .poll(async () => (await totals())[name], { timeout: 15_000 })
          .toBeGreaterThan((before[name] ?? 0) + 5);
      expect((await totals()).visitors_online).toBeGreaterThanOrEqual(0);
      await service.stop();
      expect(await service.exited).toBe('exit code 0');
      before = await totals();
      expect(Object.keys(before).sort()).toEqual(demoMetrics.map(({ metricName }) => metricName).sort());
    }
  });

  it('cannot take an account of somebody else', async () => {
    await openDemoAccount(server.platform.url, password);
    await expect(openDemoAccount(server.platform.url, 'another-password')).rejects.toThrow('POST /auth/signin: 401');
  });

  it('do what the metrics of the account can hold', () => {
    const endMs = Date.now();
    const crowd = createCrowd(endMs - 4 * 3_600_000, storyBefore(endMs), seededRandom(1));
    const samples = crowd.advance(endMs);
    expect(samples.length).toBeGreaterThan(500);
    for (const { name, type, value, labels } of samples) {
      const metric = demoMetrics.find(({ metricName }) => metricName === name);
      expect(metric?.metricType).toBe(type);
      expect(Object.keys(metric?.labels ?? {})).toEqual(expect.arrayContaining(Object.keys(labels)));
      expect(value).toBeGreaterThanOrEqual(0);
    }
  });
});
