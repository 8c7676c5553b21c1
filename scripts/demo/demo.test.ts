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
import { startDemoSite } from './demoSite.ts';
import { secondOf, visitorsAt } from './visitors.ts';

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

describeWith(['chromium'], 'the sample website', () => {
  it('counts who clicks through it', async () => {
    const { scriptTags } = await openDemoAccount(server.platform.url, password);
    const sitePort = await choosePort();
    const site = await startDemoSite(sitePort, scriptTags);
    releasePort(sitePort);
    const browser = await launchBrowser(testTool('chromium'));
    const page = await browser.newPage();
    const faults: unknown[] = [];
    page.on('pageerror', (error) => faults.push(error));
    await page.goto(`http://127.0.0.1:${sitePort}/`);
    await page.getByRole('link', { name: 'Pricing' }).click();
    await page.waitForFunction(() => 'uvp' in globalThis);
    await page.getByRole('button', { name: 'Pro' }).click();
    await page.getByRole('link', { name: 'Sign up' }).click();
    await page.waitForFunction(() => 'uvp' in globalThis);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Counted.').waitFor();
    expect((await page.goto(`http://127.0.0.1:${sitePort}/nowhere`))?.status()).toBe(404);
    await expect.poll(totals).toMatchObject({ page_views: 3, signups: 2, page_load_seconds: 3, visitors_online: 0 });
    expect(faults).toEqual([]);
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
      expect((await totals()).visitors_online).toBeGreaterThanOrEqual(20);
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
    for (let atMs = 0; atMs < 600_000; atMs += 1_000) {
      expect(visitorsAt(atMs)).toBeGreaterThanOrEqual(20);
      expect(visitorsAt(atMs)).toBeLessThanOrEqual(60);
      for (const { name, type, value, labels } of secondOf(atMs, Math.random)) {
        const metric = demoMetrics.find(({ metricName }) => metricName === name);
        expect(metric?.metricType).toBe(type);
        for (const label of Object.keys(labels ?? {})) expect(metric?.labels).toHaveProperty(label);
        if (type !== 'counter') expect(value).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
