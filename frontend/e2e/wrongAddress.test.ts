import { afterAll, beforeAll, expect, it } from 'vitest';
import { choosePort, releasePort } from '../../scripts/stack/ports.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type BehindNginx, startBehindNginx } from './behindNginx.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { openScreen } from './screen.ts';

const headline = 'This page is not at the address that the server is set to.';

describeWith(['chromium'], 'a page that is not where PUBLIC_URL says', () => {
  let dashboard: Dashboard;

  beforeAll(async () => {
    dashboard = await startDashboard({ PUBLIC_URL: 'http://localhost:3000' });
  });
  afterAll(() => dashboard?.stop());

  it('names both addresses and what to set, and has no barrier in either scheme', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const screen = await dashboard.open('#/signup', { theme, width: 360 });
      await screen.shows(headline);
      await screen.shows(`You are at ${dashboard.url}, and PUBLIC_URL is http://localhost:3000.`);
      await screen.page.getByText('How to change it').click();
      const blocks = await screen.page.locator('.page-warning .command pre').allInnerTexts();
      expect(blocks).toEqual([`PUBLIC_URL=${dashboard.url} npm start`, `PUBLIC_URL=${dashboard.url}`]);
      expect(await findBarriers(screen.page)).toEqual([]);
      const [outer, inner] = await screen.page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
      expect(inner).toBe(outer);
      expect(screen.complaints).toEqual([]);
      await screen.close();
    }
  });

  it('says so on every page, also on those that were opened later', async () => {
    const screen = await dashboard.open('#/signup');
    const { page } = screen;
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('E-mail').fill('grace@example.test');
    await page.getByLabel('Password', { exact: true }).fill('seven quiet lanterns');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: 'I saved it' }).click();
    await page.getByRole('button', { name: /^Page views/ }).click();
    await page.getByRole('region', { name: 'Code: Site tag of Default' }).waitFor();
    const metric = await page.getByRole('link', { name: 'Page views' }).getAttribute('href');
    for (const hash of [metric, '#/welcome', '#/metrics', '#/keys', '#/connect', '#/status', '#/account']) {
      await page.evaluate((next) => {
        location.hash = next ?? '';
      }, hash);
      await expect.poll(() => page.locator('.loading').count()).toBe(0);
      expect(await page.locator('.page-warning').innerText(), String(hash)).toContain(headline);
    }
    await screen.close();
  });

  it('says so once the API answers, when it did not at first', async () => {
    const screen = await dashboard.open('#/status');
    await screen.page.route('**/api/v1/client', (route) => route.abort());
    await screen.page.reload();
    await screen.shows('Sign in');
    expect(await screen.text()).not.toContain(headline);
    await screen.page.unroute('**/api/v1/client');
    await screen.page.getByRole('link', { name: 'Sign in' }).click();
    await screen.shows(headline);
    await screen.close();
  });
});

describeWith(['chromium'], 'a page that is at the host of PUBLIC_URL', () => {
  it('is right below its path only', async () => {
    const port = await choosePort();
    const url = `http://127.0.0.1:${port}`;
    const dashboard = await startDashboard({ PORT: String(port), PUBLIC_URL: `${url}/uvp` });
    releasePort(port);
    for (const [path, isRight] of [
      ['/', false],
      ['/uvp/', true],
    ] as const) {
      const screen = await openScreen(dashboard.browser, url + path);
      await screen.shows('Create your account');
      // The page has asked where it should be by then.
      await screen.page.waitForLoadState('networkidle');
      if (!isRight) await screen.shows(`You are at ${url}, and PUBLIC_URL is ${url}/uvp.`);
      expect((await screen.text()).includes(headline)).toBe(!isRight);
      await screen.close();
    }
    await dashboard.stop();
  });
});

describeWith(['chromium', 'nginx'], 'a page behind a proxy with TLS that nobody told the server of', () => {
  let behind: BehindNginx;

  beforeAll(async () => {
    behind = await startBehindNginx('takes off', { PUBLIC_URL: 'http://localhost:3000', TRUST_PROXY_HOPS: '0' });
  });
  afterAll(() => behind?.stop());

  it('says that there is a proxy to be trusted as well', async () => {
    const screen = await openScreen(behind.dashboard.browser, `${behind.publicUrl}/`, { anyCertificate: true });
    await screen.shows(`You are at ${behind.publicUrl}, and PUBLIC_URL is http://localhost:3000.`);
    await screen.page.getByText('How to change it').click();
    const blocks = await screen.page.locator('.page-warning .command pre').allInnerTexts();
    expect(blocks).toEqual([
      `PUBLIC_URL=${behind.publicUrl} TRUST_PROXY_HOPS=1 npm start`,
      `PUBLIC_URL=${behind.publicUrl}\nTRUST_PROXY_HOPS=1`,
    ]);
    await screen.close();
  });
});
