import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { type Site, startSite } from '../../backend/tracker/e2e/collector.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

const METRIC = 'secret_launch_views';

describeWith(['chromium'], 'the page for whoever pastes the site tag', () => {
  let dashboard: Dashboard;
  let site: Site;
  let tenant: TestTenant;
  let views: string;

  beforeAll(async () => {
    [dashboard, site] = await Promise.all([startDashboard(), startSite()]);
    tenant = await dashboard.server.signUp();
    const metric = { name: 'Secret launch', metricName: METRIC, metricType: 'counter', autoTrack: true };
    views = await dashboard.server.createMetric(tenant, metric);
  });
  afterAll(() => Promise.all([dashboard.stop(), site.close()]));

  it.each(['#/keys', '#/connect', '#/welcome'])('has a link to copy on %s, which shows the same tag', async (hash) => {
    const owner = await dashboard.open(hash, { tenant });
    await owner.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await owner.page.getByRole('button', { name: 'Copy link for a colleague' }).click();
    await owner.shows('Copied');
    const link = await owner.page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${dashboard.url}/#/install?key=${tenant.apiKey}`);
    const tag = await owner.page.getByRole('region', { name: 'Code: Site tag of Default' }).innerText();
    expect(owner.complaints).toEqual([]);
    await owner.close();

    const colleague = await dashboard.open(link.slice(link.indexOf('#')));
    await colleague.shows('Check that it works');
    const shown = colleague.page.getByRole('region', { name: `Code: Site tag of ${tenant.apiKey}` });
    expect(await shown.innerText()).toBe(tag);
    expect(colleague.complaints).toEqual([]);
    await colleague.close();
  });

  it('shows a tag that counts, and tells nothing that the website does not', async () => {
    const screen = await dashboard.open(`#/install?key=${tenant.apiKey}`);
    const { page } = screen;
    await screen.shows('Check that it works');
    const html = await page.content();
    for (const secret of [tenant.apiSecret, tenant.apiKeyId, METRIC, 'Secret launch', tenant.token])
      expect(html).not.toContain(secret);
    expect(html).not.toMatch(/m[bt]_[\w-]{10}/);
    site.html = `<!doctype html><title>Shop</title>${await page.locator('.command pre').first().innerText()}`;
    const visitor = await (await dashboard.browser.newContext()).newPage();
    await visitor.goto(site.url);
    await expect.poll(() => dashboard.server.total(tenant, views)).toBe(1);
    await Promise.all([visitor.context().close(), screen.close()]);
  });

  it('looks the same for a key that is none, so that nobody learns which keys there are', async () => {
    const nobody = `mk_${'0'.repeat(20)}`;
    const textFor = async (key: string) => {
      const screen = await dashboard.open(`#/install?key=${key}`);
      await screen.shows('Check that it works');
      const text = (await screen.text()).replaceAll(key, 'mk_…');
      await screen.close();
      return text;
    };
    expect(await textFor(nobody)).toBe(await textFor(tenant.apiKey));
  });

  it.each([
    ['Next.js', 'app/layout.tsx'],
    ['Nuxt', 'nuxt.config.ts'],
    ['SvelteKit', 'src/app.html'],
    ['Astro', 'src/layouts/Layout.astro'],
    ['WordPress', 'functions.php'],
  ])('has the code for %s, reached with the arrow keys', async (name, title) => {
    const screen = await dashboard.open(`#/install?key=${tenant.apiKey}`);
    const { page } = screen;
    await page.getByRole('tab', { name: 'HTML' }).focus();
    const tab = page.getByRole('tab', { name, exact: true });
    for (let step = 0; step < 20 && (await tab.getAttribute('aria-selected')) !== 'true'; step += 1)
      await page.keyboard.press('ArrowRight');
    expect(await tab.evaluate((one) => one === document.activeElement)).toBe(true);
    const code = page.getByRole('region', { name: `Code: ${title}` });
    expect(await code.innerText()).toContain(`/api/v1/client/script.js?key=${tenant.apiKey}`);
    await screen.close();
  });

  it('is kept from search engines, as long as it is shown', async () => {
    const screen = await dashboard.open(`#/install?key=${tenant.apiKey}`);
    await screen.shows('Check that it works');
    const robots = screen.page.locator('meta[name="robots"]');
    expect(await robots.getAttribute('content')).toBe('noindex');
    await screen.page.goto(`${dashboard.url}/#/status`);
    await screen.shows('Everything is running');
    expect(await robots.count()).toBe(0);
    await screen.close();
  });

  it('fetches its steps as one small file that other pages do not load', async () => {
    const screen = await dashboard.open('#/status');
    await screen.shows('Everything is running');
    const loaded = () =>
      screen.page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .flatMap(({ name }) => /[^/]+\.js$/.exec(name)?.[0].replace(/-\w+(?=\.js$)/, '') ?? []),
      );
    const ofApp = await loaded();
    expect(ofApp).toEqual(expect.arrayContaining(['app.js', 'shared.js']));
    await screen.page.goto(`${dashboard.url}/#/install?key=${tenant.apiKey}`);
    await screen.shows('Check that it works');
    expect(await loaded()).toEqual([...ofApp, 'guides.js']);
    const code = await (await fetch(`${dashboard.url}/guides.js`)).text();
    expect(gzipSync(code).length).toBeLessThan(5_000);
    await screen.close();
  });
});
