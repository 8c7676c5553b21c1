import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

describeWith(['chromium'], 'the overview, without a Prometheus', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;

  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard.stop());
  beforeEach(async () => {
    tenant = await dashboard.server.signUp();
  });

  it('has totals that move live, says what state metrics are in, and that Prometheus is not there', async () => {
    const { server } = dashboard;
    const make = (name: string, more = {}) =>
      server.createMetric(tenant, { name, metricName: name, metricType: 'counter', ...more });
    const id = await make('live');
    await make('waiting_one');
    await make('off_one', { isActive: false });
    await make('narrow', { maxSeries: 1, labels: { plan: '' } });
    await make('picky');
    await server.push(tenant, [
      { name: 'live', value: 5 },
      ...['a', 'b', 'c'].map((plan) => ({ name: 'narrow', labels: { plan } })),
      { name: 'picky', labels: { no: 'such' } },
    ]);
    const screen = await dashboard.open('#/metrics', { tenant });
    const { page } = screen;
    const row = (name: string) => page.locator('.metric-card', { has: page.getByRole('link', { name, exact: true }) });
    await screen.shows('Prometheus does not answer right now');
    await screen.shows('the numbers of the period come back by themselves');
    const states = {
      live: 'Receiving',
      waiting_one: 'Waiting',
      off_one: 'Off',
      narrow: 'Over its limit',
      picky: 'Refusing',
    };
    for (const [name, state] of Object.entries(states))
      await expect.poll(() => row(name).innerText(), { message: name }).toContain(state);
    expect(await row('live').locator('.card-number').innerText()).toBe('5');
    await server.push(tenant, [{ name: 'live', value: 7 }]);
    await expect.poll(() => row('live').locator('.card-number').innerText()).toBe('12');
    expect(await row('live').innerText()).toContain('total since the beginning');
    await row('live').getByRole('link').click();
    await screen.shows('there is no graph right now');
    await server.push(tenant, [{ name: 'live', value: 8 }]);
    await expect.poll(() => page.locator('.tile dd').first().innerText()).toBe('20');
    expect(new URL(page.url()).hash).toBe(`#/metrics/${id}?period=24h`);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('lets names be made metrics with one click, from the name, type and labels of refused samples', async () => {
    const { server } = dashboard;
    const push = () =>
      server.push(tenant, [
        { name: 'heap_bytes', type: 'gauge', value: 7, labels: { host: 'a' } },
        { name: 'no name' },
      ]);
    expect((await push()).status).toBe(400);
    const screen = await dashboard.open('#/metrics', { tenant });
    const { page } = screen;
    await screen.shows('Names that no metric has');
    await screen.shows('Type: gauge. Labels: host.');
    await screen.shows('1 sample of further names');
    await page.getByRole('link', { name: 'Create metric heap_bytes' }).click();
    expect(await page.getByLabel('Metric name').inputValue()).toBe('heap_bytes');
    await page.getByRole('button', { name: 'Create metric' }).click();
    await screen.shows('heap_bytes is ready for samples');
    await expect.poll(async () => (await push()).status).toBe(202);
    const { body } = await server.call<{ metricConfigs: object[] }>('GET', '/api/v1/metric-configs', {
      token: tenant.token,
    });
    expect(body.metricConfigs).toMatchObject([{ metricName: 'heap_bytes', metricType: 'gauge', labels: { host: '' } }]);
    await page.goto(`${dashboard.url}/#/metrics`);
    await page
      .getByRole('link', { name: /heap_bytes/ })
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: 'Create metric heap_bytes' }).count()).toBe(0);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });
});
