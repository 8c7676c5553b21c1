import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { type Site, startSite } from '../../backend/tracker/e2e/collector.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

describeWith(['chromium'], 'robots, for the owner of a website', () => {
  let dashboard: Dashboard;
  let site: Site;
  let tenant: TestTenant;
  let views: string;

  beforeAll(async () => {
    [dashboard, site] = await Promise.all([startDashboard(), startSite()]);
  });
  afterAll(() => Promise.all([dashboard.stop(), site.close()]));
  beforeEach(async () => {
    const { server, url } = dashboard;
    tenant = await server.signUp();
    views = await server.createMetric(tenant, { metricName: 'views', metricType: 'counter', autoTrack: true });
    site.html = `<!doctype html><title>Shop</title><script async src="${url}/api/v1/client/script.js?key=${tenant.apiKey}"></script>`;
  });

  const total = () => dashboard.server.total(tenant, views);

  /** A page view of a browser with this User-Agent, from the beginning to the answer. */
  async function visit(userAgent?: string): Promise<void> {
    const context = await dashboard.browser.newContext(userAgent === undefined ? {} : { userAgent });
    const page = await context.newPage();
    const sent = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.goto(site.url);
    expect((await sent).status()).toBe(202);
    await context.close();
  }

  it('are left out, told of on the key and the metric, and counted once the key says so', async () => {
    await visit(crawler);
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    await expect
      .poll(async () => {
        await page.reload();
        await page.getByText('Last used').waitFor();
        return screen.text();
      })
      .toContain('1 sample from robots was left out in the last 24 hours.');
    await screen.shows(/Robots\s+left out/);
    expect(await total()).toBe(0);
    await page.goto(`${dashboard.url}/#/metrics/${views}?tab=code`);
    await screen.shows(
      '1 sample from robots was left out in the last 24 hours, in all metrics together. A key can count them.',
    );
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'A key can count them' }).click();

    await page.getByRole('button', { name: 'Edit Default' }).click();
    const choice = page.getByRole('dialog').getByLabel('Count robots');
    expect(await choice.isChecked()).toBe(false);
    await choice.check();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await screen.shows(/Robots\s+counted/);
    await expect
      .poll(async () => {
        await visit(crawler);
        return total();
      })
      .toBeGreaterThan(0);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('are named as the reason when the first sample is waited for', async () => {
    await visit(crawler);
    const screen = await dashboard.open('#/welcome', { tenant });
    await screen.shows('Only robots have sent until now:');
    await visit();
    await screen.shows('It counts, exactly once.');
    await screen.close();
  });

  it('are none in an account where only people came', async () => {
    await visit();
    const screen = await dashboard.open('#/keys', { tenant });
    await screen.shows(/Robots\s+left out/);
    expect(await screen.text()).not.toContain('from robots');
    await screen.page.goto(`${dashboard.url}/#/metrics/${views}?tab=code`);
    await screen.shows('None: every sample that came was counted.');
    expect(await total()).toBe(1);
    await screen.close();
  });

  it('stand above the line that leaves out the own visits, to be copied', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    await screen.shows('Leave out your own visits');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the code of “Leave out your own visits”' }).click();
    await screen.shows('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`localStorage.setItem('uvp.ignore', '1')`);
    expect(await findBarriers(page)).toEqual([]);
    await screen.close();
  });
});
