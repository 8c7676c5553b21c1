import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

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

  const LOST = /Connection lost, numbers from \d\d:\d\d\. Trying again\./;

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
    await screen.shows(/The server cannot answer right now, numbers from \d\d:\d\d\./);
    await screen.page.unroute('**/api/v1/metric-configs/stats*');
    await expect.poll(screen.text).not.toContain('numbers from');
    await dashboard.server.push(tenant, [{ name: 'visits', value: 5 }]);
    await expect.poll(() => screen.page.locator('.row-total').innerText()).toBe('12');
    await screen.page.route('**/api/v1/metric-configs/stats*', () => {});
    await screen.shows(/No answer so far, numbers from \d\d:\d\d\./);
    await screen.close();
  });
});
