import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { openScreen, type Screen } from './screen.ts';

/** Longer than any box, and markup for every place where it could be taken for such. */
const HOSTILE = `<img src=x onerror=alert(1)>"'><b>${'long'.repeat(14)}</b>`;

describeWith(['chromium'], 'every screen', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;
  let empty: TestTenant;
  let id: string;
  let ofServers: string;

  beforeAll(async () => {
    dashboard = await startDashboard();
    const { server } = dashboard;
    [tenant, empty] = [await server.signUp(), await server.signUp()];
    id = await server.createMetric(tenant, {
      name: HOSTILE.slice(0, 100),
      description: HOSTILE,
      metricName: 'm'.repeat(120),
      metricType: 'histogram',
      labels: { path: '$path', ['l'.repeat(80)]: HOSTILE },
      trackingEvents: ['purchase'],
    });
    await server.push(tenant, [
      { name: 'm'.repeat(120), value: [1, 2, 700], labels: { path: HOSTILE } },
      { name: 'm'.repeat(120), value: 3, labels: { path: '/', unknown: 'x' } },
    ]);
    ofServers = await server.createMetric(tenant, { name: 'Queue', metricName: 'queue_length', metricType: 'gauge' });
    await server.call('POST', '/api/v1/apikeys', {
      token: tenant.token,
      body: { keyName: HOSTILE.slice(0, 100), allowedOrigins: [`https://${'sub.'.repeat(30)}example.com`] },
    });
  });
  afterAll(() => dashboard.stop());

  const screens: readonly (readonly [
    name: string,
    hash: () => string,
    ready: string,
    who: 'guest' | 'tenant' | 'empty',
  ])[] = [
    ['sign up', () => '#/signup', 'Create your account', 'guest'],
    ['sign in, on the way to somewhere', () => '#/signin?next=%2Fkeys', 'go on where you were', 'guest'],
    ['status for guests', () => '#/status', 'Everything is running', 'guest'],
    ['the steps for a site tag', () => `#/install?key=${tenant.apiKey}`, 'Check that it works', 'guest'],
    ['the same, of a link that lacks the key', () => '#/install', 'This link is not complete', 'guest'],
    ['first minutes', () => '#/welcome', 'One press creates it', 'empty'],
    ['first minutes, with an event', () => '#/welcome', 'The first event is here', 'tenant'],
    ['no metrics', () => '#/metrics', 'Nothing is measured yet', 'empty'],
    ['metrics', () => '#/metrics', 'Refusing', 'tenant'],
    ['new metric', () => '#/metrics/new?template=web-vitals', 'A first query', 'tenant'],
    ['a metric', () => `#/metrics/${id}`, 'Prometheus does not answer', 'tenant'],
    ['the label sets of a metric', () => `#/metrics/${id}?tab=sets`, 'label set', 'tenant'],
    ['the code of a metric', () => `#/metrics/${id}?tab=code`, 'A label that is not declared', 'tenant'],
    ['the settings of a metric', () => `#/metrics/${id}?tab=settings`, 'There is no Grafana here', 'tenant'],
    ['a metric of servers only', () => `#/metrics/${ofServers}?tab=code`, 'Only your servers add to it', 'tenant'],
    ['edit a metric', () => `#/metrics/${id}/edit`, 'This metric has data', 'tenant'],
    ['Explore', () => '#/explore', 'Start with one of your metrics', 'tenant'],
    ['Explore, without metrics', () => '#/explore', 'There is nothing to ask yet', 'empty'],
    ['API keys', () => '#/keys', 'Without allowed origins', 'tenant'],
    ['connect', () => '#/connect', 'Ask from a shell', 'tenant'],
    ['account', () => '#/account', 'Delete the account', 'tenant'],
    ['nothing', () => '#/nowhere', 'Nothing is at this address', 'tenant'],
  ];
  const tenantOf = (who: string) => (who === 'guest' ? {} : { tenant: who === 'tenant' ? tenant : empty });

  it.each(screens)(
    '%s: axe finds nothing in both themes, no report, nothing sticks out at 360 px',
    async (_, hash, ready, who) => {
      for (const theme of ['light', 'dark'] as const) {
        const screen = await dashboard.open(hash(), { theme, ...tenantOf(who) });
        await screen.shows(ready);
        await settle(screen);
        expect(await findBarriers(screen.page), theme).toEqual([]);
        await openEverything(screen);
        expect(await findBarriers(screen.page), `${theme}, everything open`).toEqual([]);
        for (const width of [360, 1920]) {
          await screen.page.setViewportSize({ width, height: 800 });
          expect(
            await screen.page.evaluate(() => document.documentElement.scrollWidth),
            `${theme} ${width}`,
          ).toBeLessThanOrEqual(width);
        }
        expect(await screen.page.locator('img, b:not(.exported b)').count()).toBe(0);
        expect(await screen.page.title()).toMatch(/ – Unified Visibility Platform$/);
        expect(screen.complaints).toEqual([]);
        await screen.close();
      }
    },
  );

  it.each([
    ['New key', '#/keys'],
    ['Rotate secret of Default', '#/keys'],
    ['Revoke the site token of Default', '#/keys'],
    ['Revoke Default', '#/keys'],
    ['Delete account', '#/account'],
  ])('dialog “%s”: axe finds nothing, Escape closes it and gives the focus back', async (name, hash) => {
    const screen = await dashboard.open(hash, { tenant, width: 360 });
    const button = screen.page.getByRole('button', { name, exact: true });
    await button.click();
    await screen.page.getByRole('dialog').waitFor();
    expect(await findBarriers(screen.page)).toEqual([]);
    await screen.page.keyboard.press('Escape');
    await screen.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('can be walked with the keyboard, the back button and deep links', async () => {
    const screen = await dashboard.open('#/metrics', { tenant });
    const { page } = screen;
    await screen.shows('Refusing');
    await page.keyboard.press('Tab');
    expect(await focused(screen)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(screen)).toContain('New metric');
    await page.keyboard.press('Enter');
    await screen.shows('Start from nothing');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.goBack();
    await screen.shows('2 metrics');
    expect(await page.title()).toContain('Metrics');
    await page.goForward();
    await screen.shows('Start from nothing');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('makes no Trusted Types policy and may make none; the reference page of the API neither', async () => {
    const dashboardScreen = await dashboard.open('#/metrics', { tenant });
    await dashboardScreen.shows('Refusing');
    const reference = await openScreen(dashboard.browser, `${dashboard.url}/api/docs`);
    await reference.shows('API reference');
    await reference.page.locator('summary').first().click();
    for (const screen of [dashboardScreen, reference]) {
      expect(screen.complaints).toEqual([]);
      const refusal = await screen.page.evaluate(`(() => {
        try { trustedTypes.createPolicy('any', { createHTML: (text) => text }); } catch (error) { return error.name; }
      })()`);
      expect(refusal).toBe('TypeError');
      await screen.close();
    }
  });
});

async function settle({ page }: Screen): Promise<void> {
  await expect.poll(() => page.locator('.loading').count()).toBe(0);
}

/** Opens what can be opened, and what is in there once it has loaded. */
async function openEverything(screen: Screen): Promise<void> {
  const closed = screen.page.locator('main details:not([open])');
  while ((await closed.count()) > 0) {
    await closed.evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
      return new Promise((resolve) => setTimeout(resolve));
    });
    await settle(screen);
  }
}

async function focused({ page }: Screen): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? '');
}
