import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

describeWith(['chromium'], 'what a page has to load first', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;
  let id: string;

  beforeAll(async () => {
    dashboard = await startDashboard();
    tenant = await dashboard.server.signUp();
    const fields = { name: 'Visits', metricName: 'visits', metricType: 'counter', labels: { plan: '' } };
    id = await dashboard.server.createMetric(tenant, fields);
    await dashboard.server.push(
      tenant,
      Array.from({ length: 60 }, (_, index) => ({ name: 'visits', labels: { plan: `plan ${index}` } })),
    );
  });
  afterAll(() => dashboard.stop());

  it.each([
    ['the list of metrics', () => '#/metrics', '**/metric-configs?*', 'Your metrics', 'Receiving'],
    ['a metric', () => `#/metrics/${id}`, `**/metric-configs/*`, 'The metric', 'Over time'],
    ['the series of a metric', () => `#/metrics/${id}?tab=sets`, '**/series?*', 'The series', '60 label sets'],
    ['the code of a metric', () => `#/metrics/${id}?tab=code`, '**/generate-code', 'The code', 'From a server'],
    ['the form of a metric', () => `#/metrics/${id}/edit`, '**/metric-configs/*', 'The metric', 'Edit Visits'],
    ['API keys', () => '#/keys', '**/apikeys?*', 'Your API keys', 'Default'],
    ['the site tag', () => '#/keys', '**/generate-code', 'The site tag', 'Paste it once'],
    ['addresses', () => '#/connect', '**/api/v1/client', 'Your addresses', 'Send from a server'],
    ['the account', () => '#/account', '**/auth/me', 'Your account', 'Appearance'],
    ['sessions', () => '#/account', '**/auth/sessions', 'Your sessions', 'This session'],
    ['the first minutes', () => '#/welcome', '**/metric-configs?*', 'Your account', 'Put your secret away'],
  ])('says why it is not there, and comes with “Try again”: %s', async (_, hash, path, what, shown) => {
    const screen = await dashboard.open('#/status', { tenant });
    const { page } = screen;
    await page.route(path, (route) => route.abort());
    await page.goto(`${dashboard.url}/${hash()}`);
    await screen.shows(`${what} could not be loaded.`);
    expect(await findBarriers(page)).toEqual([]);
    const notice = page.locator('.notice', { hasText: `${what} could not be loaded.` });
    await page.unroute(path);
    await notice.getByRole('button', { name: 'Try again' }).click();
    await screen.shows(shown);
    await expect.poll(() => notice.count()).toBe(0);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('says meanwhile that it loads, in a place that is always as high', async () => {
    const screen = await dashboard.open('#/status', { tenant });
    const { page } = screen;
    for (const [hash, path] of [
      ['#/keys', '**/apikeys?*'],
      ['#/account', '**/auth/me'],
    ] as const) {
      await page.route(path, () => {});
      await page.goto(`${dashboard.url}/${hash}`);
      const box = await page.locator('.loading').first().boundingBox();
      expect(box?.height, hash).toBe(72);
    }
    await screen.close();
  });

  it('keeps the focus on the button that turns the page of a list, whose file has all of it', async () => {
    const screen = await dashboard.open(`#/metrics/${id}?tab=sets`, { tenant });
    const { page } = screen;
    await screen.shows('1 – 25 of 60');
    await page.getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('Enter');
    await screen.shows('26 – 50 of 60');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Next');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^visits_label_sets_\d{4}-\d\d-\d\d\.csv$/);
    const rows = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(rows).toHaveLength(61);
    expect(rows.filter((row) => /^plan \d+,1,/.test(row))).toHaveLength(60);
    await screen.close();
  });
});
