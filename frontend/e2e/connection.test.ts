import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import type { Screen } from './screen.ts';

describeWith(['chromium'], 'numbers that cannot be renewed', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;
  let id: string;

  beforeAll(async () => {
    dashboard = await startDashboard();
    tenant = await dashboard.server.signUp();
    id = await dashboard.server.createMetric(tenant, { name: 'Visits', metricName: 'visits', metricType: 'counter' });
    await dashboard.server.push(tenant, [{ name: 'visits', value: 7 }]);
  });
  afterAll(() => dashboard.stop());

  const LOST = /Connection lost\. The numbers are from \d\d:\d\d\. Trying again\./;

  it.each([
    ['metrics', () => '#/metrics', 'Receiving'],
    ['a metric', () => `#/metrics/${id}`, 'Receiving'],
    ['status', () => '#/status', 'Running'],
  ])('say so on the page of %s, and go on by themselves', async (_, hash, ready) => {
    const screen = await dashboard.open(hash(), { tenant });
    await screen.shows(ready);
    await expect.poll(() => screen.page.locator('.loading').count()).toBe(0);
    expect(await screen.text()).not.toContain('Connection lost');
    await screen.context.setOffline(true);
    await screen.shows(LOST);
    expect(await findBarriers(screen.page)).toEqual([]);
    await screen.context.setOffline(false);
    await expect.poll(screen.text).not.toContain('Connection lost');
    await screen.shows(ready);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('say so when nothing answers though the computer is online, when the server cannot, and when it hangs', async () => {
    const screen = await dashboard.open('#/metrics', { tenant });
    await screen.shows('Receiving');
    await screen.page.route('**/api/v1/metric-configs/stats*', (route) => route.abort());
    await screen.shows(LOST);
    await screen.page.unroute('**/api/v1/metric-configs/stats*');
    await screen.page.route('**/api/v1/metric-configs/stats*', (route) => route.fulfill({ status: 503, json: {} }));
    await screen.shows(/The server cannot answer right now\. The numbers are from \d\d:\d\d\. Trying again\./);
    await screen.page.unroute('**/api/v1/metric-configs/stats*');
    await expect.poll(screen.text).not.toContain('numbers are from');
    await dashboard.server.push(tenant, [{ name: 'visits', value: 5 }]);
    await expect.poll(() => screen.page.locator('.card-number').innerText()).toBe('12');
    await screen.page.route('**/api/v1/metric-configs/stats*', () => {});
    await screen.shows(/No answer so far\. The numbers are from \d\d:\d\d\./);
    await screen.close();
  });

  const TOO_MANY = 'Too many requests of this kind; wait a little.';
  const tooMany = { status: 429, json: { code: 'too_many_requests', detail: TOO_MANY } };
  /** Every poll of the page asks at once, as after a loss of the connection. */
  const askAgain = (screen: Screen) => screen.page.evaluate(() => dispatchEvent(new Event('online')));

  it.each([
    ['the totals of the overview', () => '#/metrics', '**/metric-configs/stats*', 'Receiving'],
    ['the numbers of a period', () => '#/metrics', '**/prometheus/**', 'Receiving'],
    ['the names without a metric', () => '#/metrics', '**/rejections/names*', 'Receiving'],
    ['the totals of a metric', () => `#/metrics/${id}`, '**/metric-configs/*/stats', 'Receiving'],
    ['the series of a metric', () => `#/metrics/${id}?tab=sets`, '**/metric-configs/*/series*', '1 label set'],
    ['the refused samples of a metric', () => `#/metrics/${id}?tab=code`, '**/rejections?*', 'None: every sample'],
  ])('say why %s are old when the server refuses, also after the connection was lost', async (_, hash, path, ready) => {
    const screen = await dashboard.open(hash(), { tenant });
    const { page } = screen;
    await screen.shows(ready);
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    await page.route(path, (route) => route.abort());
    await askAgain(screen);
    await screen.shows(LOST);
    await page.unroute(path);
    await page.route(path, (route) => route.fulfill(tooMany));
    await askAgain(screen);
    await screen.shows(
      /Too many requests of this kind; wait a little\. The numbers are from \d\d:\d\d\. Trying again\./,
    );
    expect(await screen.text()).not.toContain('Connection lost');
    expect(await page.locator('.with-old-numbers').count()).toBe(1);
    await page.unroute(path);
    await askAgain(screen);
    await expect.poll(screen.text).not.toContain('numbers are from');
    expect(await page.locator('.with-old-numbers').count()).toBe(0);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('say that their metric has been deleted elsewhere, and ask no more', async () => {
    const fields = { name: 'Short', metricName: 'short_lived', metricType: 'counter' };
    const gone = await dashboard.server.createMetric(tenant, fields);
    await dashboard.server.push(tenant, [{ name: 'short_lived', value: 7 }]);
    const screen = await dashboard.open(`#/metrics/${gone}`, { tenant });
    const { page } = screen;
    await screen.shows('Receiving');
    // What is in a tab goes on asking when another one is shown.
    await page.getByRole('tab', { name: 'Label sets' }).click();
    await screen.shows('1 label set');
    await page.getByRole('tab', { name: 'Code' }).click();
    await screen.shows('None: every sample that came was counted.');
    await page.getByRole('tab', { name: 'Numbers' }).click();
    await dashboard.server.call('DELETE', `/api/v1/metric-configs/${gone}`, { token: tenant.token });
    await screen.shows(/This metric has been deleted\. The numbers are from \d\d:\d\d\.(?! Trying)/);
    expect(await page.locator('.with-old-numbers').count()).toBe(1);
    await expect.poll(() => page.locator('.tile dd').first().innerText()).toBe('7');
    const answered = (path: string, status: number) =>
      page.waitForResponse((response) => response.url().includes(path) && response.status() === status);
    await Promise.all([answered('/series', 404), answered('/stats', 404), askAgain(screen)]);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await Promise.all([answered('/prometheus/', 503), askAgain(screen)]);
    expect(asked.filter((url) => url.includes(gone))).toEqual([]);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });
});
