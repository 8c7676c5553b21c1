import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { type Site, startSite } from '../../backend/tracker/e2e/collector.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

const SUMMARY = 'Site tag: one tag for your website';

describeWith(['chromium'], 'the site tag, on its screens', () => {
  let dashboard: Dashboard;
  let site: Site;
  let tenant: TestTenant;
  let views: string;
  let purchases: string;

  beforeAll(async () => {
    [dashboard, site] = await Promise.all([startDashboard(), startSite()]);
  });
  afterAll(() => Promise.all([dashboard.stop(), site.close()]));
  beforeEach(async () => {
    const { server } = dashboard;
    tenant = await server.signUp();
    const make = (name: string, more: object) =>
      server.createMetric(tenant, { name, metricName: name.toLowerCase(), metricType: 'counter', ...more });
    views = await make('Views', { autoTrack: true });
    purchases = await make('Purchases', { trackingEvents: ['purchase'] });
    await make('Jobs', {});
  });

  const totals = () => Promise.all([views, purchases].map((id) => dashboard.server.total(tenant, id)));

  /** Opens a page with this HTML in a browser that has seen none, and gives the status of what it sends. */
  async function visit(html: string): Promise<number> {
    site.html = `<!doctype html><title>Shop</title>${html}`;
    const context = await dashboard.browser.newContext();
    const visitor = await context.newPage();
    const sent = visitor.waitForResponse((answer) => answer.request().method() === 'POST');
    await visitor.goto(site.url);
    const status = (await sent).status();
    await context.close();
    return status;
  }

  it('is copied from the page of keys, and counts in two metrics', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    await screen.shows('Paste it once into every page. Metrics that count in pages reach it within 5 minutes.');
    const section = page.locator('details', { hasText: SUMMARY }).first();
    expect(await section.locator('.facts').getByRole('link').allInnerTexts()).toEqual(['Views', 'Purchases']);
    await screen.shows(/Size\s+\d\.\d kB gzip/);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the code of “Site tag of Default”' }).click();
    await screen.shows('Copied');
    const tag = await page.evaluate(() => navigator.clipboard.readText());
    expect(tag.split('\n')).toEqual([
      expect.stringMatching(/^<script>window\.uvp=.*<\/script>$/),
      `<script async src="${dashboard.url}/api/v1/client/script.js?key=${tenant.apiKey}"></script>`,
    ]);
    await screen.shows('The first line keeps errors and clicks that happen before the script has loaded.');
    expect(await visit(tag.replace('\n', "<script>uvp.track('purchase')</script>"))).toBe(202);
    await expect.poll(totals).toEqual([1, 1]);
    await section.getByRole('link', { name: 'Views' }).click();
    await screen.shows(/Total\s+1\b/);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('is also had through the website’s own host, as are its other forms', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    const box = page.getByLabel('Through the website’s own host');
    await box.check();
    const tag = page.getByRole('region', { name: 'Code: Site tag of Default' });
    const own = `<script async src="/api/v1/client/script.js?key=${tenant.apiKey}&host=page"></script>`;
    await expect.poll(async () => (await tag.innerText()).split('\n')[1]).toBe(own);
    expect(await box.isChecked()).toBe(true);
    await page.getByText('More: pinned, inline, module').click();
    await page.getByRole('button', { name: 'Pin this version' }).click();
    const pinned = page.getByRole('region', { name: 'Code: Pinned script tag' });
    expect(await pinned.innerText()).toContain('src="/api/v1/client/script.js?version=');
    expect(await findBarriers(page)).toEqual([]);
    await box.uncheck();
    await expect.poll(() => tag.innerText()).toContain(`src="${dashboard.url}/api/v1/client/script.js?key=`);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('has a note on content blockers until the operator has set the paths for pages', async () => {
    const note = 'Some content blockers refuse what pages send to /api/v1/metrics.';
    const screen = await dashboard.open('#/keys', { tenant });
    await screen.shows(note);
    await screen.close();
    const env = { SCRIPT_PATH: '/s/site.js', COLLECT_PATH: '/s/send' };
    const chosen = await startDashboard(env);
    const owner = await chosen.server.signUp();
    const id = await chosen.server.createMetric(owner, { metricName: 'views', metricType: 'counter', autoTrack: true });
    const other = await chosen.open('#/keys', { tenant: owner });
    await other.shows(`src="${chosen.url}/s/site.js?key=${owner.apiKey}"`);
    await other.page.goto(`${chosen.url}/#/metrics/${id}?tab=code`);
    await other.page.getByText('A tag for this metric alone').click();
    await other.shows(`src="${chosen.url}/s/site.js?config=${id}&key=${owner.apiKey}"`);
    await other.page.getByLabel('Through the website’s own host').check();
    await other.shows(`src="/s/site.js?config=${id}&key=${owner.apiKey}&host=page"`);
    expect(await other.text()).not.toContain('content blockers');
    expect(other.complaints).toEqual([]);
    await other.close();
    await chosen.stop();
  });

  it('has its other forms below “More”, pinned on demand, and they count', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    await page.getByText('More: pinned, inline, module').click();
    await page.getByRole('button', { name: 'Pin this version' }).click();
    const pinned = await page.getByRole('region', { name: 'Code: Pinned script tag' }).innerText();
    expect(pinned).toContain('integrity="sha384-');
    await page.getByRole('tab', { name: 'Module' }).click();
    expect(await page.getByRole('tabpanel').innerText()).toContain('export const track');
    await page.getByRole('tab', { name: 'Inline' }).click();
    const inline = await page.getByRole('region', { name: 'Code: Inline' }).innerText();
    expect(await findBarriers(page)).toEqual([]);
    expect([await visit(pinned), await visit(inline)]).toEqual([202, 202]);
    await expect.poll(totals).toEqual([2, 0]);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('loses its token at once or after an overlap, and goes on counting with a new one', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    const inlineCode = async () => {
      const region = page.getByRole('region', { name: 'Code: Inline' });
      if (!(await region.isVisible())) {
        await page.getByText('More: pinned, inline, module').click();
        await page.getByRole('tab', { name: 'Inline' }).click();
      }
      return region.innerText();
    };
    const revoke = async (overlapSeconds: string) => {
      const revoked = page.waitForResponse('**/revoke-site-token');
      const loaded = page.waitForResponse((answer) => answer.url().endsWith('/generate-code'));
      const button = page.getByRole('button', { name: 'Revoke the site token of Default' });
      await button.click();
      await page.getByLabel('Code that is in pages now works for').selectOption(overlapSeconds);
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('button', { name: 'Revoke', exact: true }).click();
      expect(await (await revoked).json()).toMatchObject({ apiKey: { id: tenant.apiKeyId } });
      await loaded;
      await screen.shows('The site token is revoked; the site tag has a new one.');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
    };
    const first = await inlineCode();
    await revoke('3600');
    await screen.shows(/The site token from before works for (1 h|59 min \d+ s) more\./);
    await expect.poll(inlineCode).not.toBe(first);
    const second = await inlineCode();
    expect([await visit(first), await visit(second)]).toEqual([202, 202]);

    await revoke('0');
    await expect.poll(screen.text).not.toContain('The site token from before');
    await expect.poll(() => visit(second), { timeout: 10_000 }).toBe(401);
    await expect.poll(async () => visit(await inlineCode())).toBe(202);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('is not offered for a key that pages cannot send with', async () => {
    const { server } = dashboard;
    const path = `/api/v1/apikeys/${tenant.apiKeyId}`;
    await server.call('PATCH', path, { token: tenant.token, body: { isActive: false } });
    const screen = await dashboard.open('#/keys', { tenant });
    await screen.page.getByText(SUMMARY).click();
    await screen.shows('Pages cannot send with this key: it is switched off or has expired.');
    await screen.page.goto(`${dashboard.url}/#/connect`);
    await screen.shows('None of your API keys works');
    await screen.page.goto(`${dashboard.url}/#/welcome`);
    await screen.shows('None of your API keys works');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('leads the page on connecting, with the oldest key that can be used', async () => {
    const { server } = dashboard;
    const { token, apiKeyId } = tenant;
    await server.call('POST', '/api/v1/apikeys', { token, body: { keyName: 'Second' } });
    await server.call('POST', '/api/v1/apikeys', { token, body: { keyName: 'Third' } });
    await server.call('PATCH', `/api/v1/apikeys/${apiKeyId}`, { token, body: { isActive: false } });
    const screen = await dashboard.open('#/connect', { tenant });
    const tag = screen.page.getByRole('region', { name: 'Code: Site tag of Second' });
    await tag.waitFor();
    expect(await screen.page.locator('.command pre').first().innerText()).toBe(await tag.innerText());
    await screen.shows('Paste it once into every page.');
    expect(await visit(await tag.innerText())).toBe(202);
    await expect.poll(totals).toEqual([1, 0]);
    await screen.close();
  });

  it('can be pasted before there is a metric', async () => {
    const screen = await dashboard.open('#/keys', { tenant: await dashboard.server.signUp() });
    await screen.shows('nothing yet. You can paste it now, and create a metric later.');
    await screen.page.getByText('More: pinned, inline, module').click();
    await screen.page.getByRole('button', { name: 'Pin this version' }).click();
    await screen.shows('No metric counts in pages yet, and a pinned script would never count one');
    await screen.close();
  });
});
