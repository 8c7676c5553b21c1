import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { choosePort, releasePort } from '../../scripts/stack/ports.ts';
import { startPushgateway } from '../../scripts/stack/pushgateway.ts';
import { rootDir } from '../../scripts/stack/rootDir.ts';
import { testTool } from '../../scripts/vitest/testTools.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { type DemoAccount, makeDemoAccount } from './demoAccount.ts';
import { startDemoPrometheus } from './demoPrometheus.ts';
import { toPalettePng } from './palettePng.ts';
import type { Screen } from './screen.ts';

const outDir = process.env.UVP_SCREENSHOTS_DIR ?? join(rootDir, 'docs/screenshots');
const width = Number(process.env.UVP_SCREENSHOTS_WIDTH ?? 1440);
const only = process.env.UVP_SCREENSHOTS_ONLY;

interface Shot {
  readonly name: string;
  readonly hash: string;
  /** Also in the dark theme. */
  readonly dark?: boolean;
  readonly guest?: boolean;
  /** Text that is there when the screen is ready. */
  readonly ready: string | RegExp;
  /** Brings the screen into the state to be shown. */
  readonly prepare?: (screen: Screen) => Promise<unknown>;
}

describe('screenshots', () => {
  let dashboard: Dashboard;
  let account: DemoAccount;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    await mkdir(outDir, { recursive: true });
    const port = await choosePort();
    const gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    stops.push(() => gateway.stop());
    dashboard = await startDashboard({
      PUSHGATEWAY_URLS: gateway.url,
      PROMETHEUS_URL: `http://127.0.0.1:${port}`,
    });
    stops.unshift(() => dashboard.stop());
    account = await makeDemoAccount(dashboard.server);
    releasePort(port);
    const prometheus = await startDemoPrometheus(port, account.history, account.times);
    stops.push(() => prometheus.stop());
    await fillKeys();
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  async function fillKeys(): Promise<void> {
    const { server } = dashboard;
    const { token } = account.tenant;
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const body = {
      keyName: 'Shop, production',
      allowedOrigins: ['https://shop.example', 'https://*.shop.example'],
      expiresAt: soon,
    };
    await server.call('POST', '/api/v1/apikeys', { token, body });
    await server.push(account.tenant, [{ name: 'signups', labels: { colour: 'blue' } }]);
  }

  const graph = async ({ page }: Screen) => {
    await page.locator('.chart-canvas canvas').waitFor();
  };
  const shots = (): Shot[] => [
    { name: 'sign-up', dark: true, hash: '#/signup', guest: true, ready: 'Create your account' },
    { name: 'sign-in', hash: '#/signin', guest: true, ready: 'Sign in' },
    { name: 'secret', hash: '#/signup', guest: true, ready: 'Create your account', prepare: signUp },
    { name: 'first-event', hash: '#/signup', guest: true, ready: 'Create your account', prepare: firstEvent },
    { name: 'first-minutes', hash: '#/signup', guest: true, ready: 'Create your account', prepare: firstMinutes },
    {
      name: 'metrics',
      dark: true,
      hash: '#/metrics?period=1h&compare=1',
      ready: 'Receiving',
      prepare: ({ page }) => page.locator('.metric-card:first-child .mini-graph').waitFor(),
    },
    {
      name: 'connection-lost',
      dark: true,
      hash: '#/metrics',
      ready: 'Receiving',
      prepare: async (screen) => {
        await screen.context.setOffline(true);
        await screen.shows('Connection lost');
      },
    },
    { name: 'new-metric', dark: true, hash: '#/metrics/new?template=page-load', ready: 'page_load_seconds_bucket' },
    { name: 'counter', hash: `#/metrics/${account.ids.views}`, ready: 'Last sample', prepare: graph },
    {
      name: 'counter-split',
      dark: true,
      hash: `#/metrics/${account.ids.views}`,
      ready: 'Last sample',
      prepare: async (screen) => {
        await graph(screen);
        await screen.page.getByLabel('Split by').selectOption('path');
        await screen.shows('/pricing');
      },
    },
    { name: 'histogram', hash: `#/metrics/${account.ids.load}`, ready: 'p99', prepare: graph },
    {
      name: 'heatmap',
      dark: true,
      hash: `#/metrics/${account.ids.load}`,
      ready: 'p99',
      prepare: async (screen) => {
        await screen.page.getByText('Heatmap', { exact: true }).click();
        await screen.page.getByRole('img', { name: /heatmap/ }).waitFor();
      },
    },
    { name: 'gauge', hash: `#/metrics/${account.ids.queue}`, ready: 'Last sample', prepare: graph },
    { name: 'summary', hash: `#/metrics/${account.ids.checkout}`, ready: 'p99', prepare: graph },
    {
      name: 'refused',
      hash: `#/metrics/${account.ids.signups}?tab=code`,
      ready: 'A label that is not declared',
    },
    { name: 'edit-metric', hash: `#/metrics/${account.ids.views}/edit`, ready: 'This metric has data' },
    {
      name: 'delete-metric',
      hash: `#/metrics/${account.ids.views}?tab=settings`,
      ready: 'Name in queries',
      prepare: ({ page }) => page.getByRole('button', { name: 'Delete' }).click(),
    },
    {
      name: 'new-key',
      hash: '#/keys',
      ready: 'It expires in',
      prepare: async ({ page }) => {
        await page.getByRole('button', { name: 'New key' }).click();
        await page.getByRole('dialog').getByLabel('Allowed origins').last().fill('shop.example');
        await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
      },
    },
    { name: 'no-metrics', hash: '#/signup', guest: true, ready: 'Create your account', prepare: noMetrics },
    { name: 'keys', hash: '#/keys', ready: 'It expires in' },
    { name: 'connect', hash: '#/connect', ready: 'Check that it works' },
    {
      name: 'install',
      hash: `#/install?key=${account.tenant.apiKey}`,
      guest: true,
      ready: 'Check that it works',
      prepare: ({ page }) => page.getByRole('tab', { name: 'Next.js' }).click(),
    },
    { name: 'account', hash: '#/account', ready: 'Delete the account' },
    { name: 'status', hash: '#/status', ready: 'Everything is running' },
  ];

  const signUp = async ({ page }: Screen) => {
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail').fill(`grace-${Date.now()}@example.com`);
    await page.getByLabel('Password', { exact: true }).fill('seven quiet lanterns');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: 'I saved it' }).waitFor();
  };
  const firstMinutes = async (screen: Screen) => {
    const { page } = screen;
    await signUp(screen);
    const [apiKey = '', apiSecret = ''] = await page.locator('.secret-lines code').allInnerTexts();
    await page.getByRole('button', { name: 'I saved it' }).click();
    await page.getByRole('button', { name: /^Page views/ }).click();
    await screen.shows('Waiting for the first sample');
    await page.locator('.toast').waitFor({ state: 'detached' });
    return { apiKey, apiSecret };
  };
  const firstEvent = async (screen: Screen) => {
    const { apiKey, apiSecret } = await firstMinutes(screen);
    await dashboard.server.call('POST', '/api/v1/metrics', {
      headers: { 'X-API-Key': apiKey, 'X-API-Secret': apiSecret },
      body: { metrics: [{ name: 'page_views', labels: { path: '/' } }] },
    });
    await screen.shows('The first event is here');
  };
  const noMetrics = async (screen: Screen) => {
    await signUp(screen);
    await screen.page.goto(`${dashboard.url}/#/metrics`);
    await screen.shows('Nothing is measured yet');
  };

  const views = [
    { suffix: '', width, height: 900, theme: 'light' },
    { suffix: '-dark', width, height: 900, theme: 'dark' },
    { suffix: '-phone', width: 360, height: 740, theme: 'light' },
  ] as const;

  it('are taken of every screen', async () => {
    for (const shot of shots().filter(({ name }) => only === undefined || only.split(',').includes(name))) {
      for (const { suffix, ...view } of views.filter(({ theme }) => theme === 'light' || shot.dark)) {
        const screen = await dashboard.open(shot.hash, { ...view, ...(!shot.guest && { tenant: account.tenant }) });
        await screen.shows(shot.ready);
        await shot.prepare?.(screen);
        await screen.page.waitForTimeout(150);
        await showAddress(screen, dashboard.url, 'https://metrics.example.com');
        const picture = await screen.page.screenshot({
          fullPage: (await screen.page.getByRole('dialog').count()) === 0,
        });
        await writeFile(join(outDir, `${shot.name}${suffix}.png`), toPalettePng(picture));
        await screen.close();
      }
    }
  });
});

/** Shows an address as people have one in place of where the pictures are taken; the server itself must be at the address that it is set to. */
async function showAddress({ page }: Screen, from: string, to: string): Promise<void> {
  await page.evaluate(
    ([real, shown]) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const { currentNode } = texts;
        currentNode.nodeValue = currentNode.nodeValue?.replaceAll(real, shown) ?? null;
      }
    },
    [from, to] as const,
  );
}
