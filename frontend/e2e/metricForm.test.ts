import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { defaultScriptOptions } from '../src/metric/scriptOptions.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { readMetric } from './readMetric.ts';

describeWith(['chromium'], 'metrics, in their form', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;

  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard.stop());
  beforeEach(async () => {
    tenant = await dashboard.server.signUp();
  });

  it('are described with a live preview of what Prometheus will have, and a warning of labels that could explode', async () => {
    const screen = await dashboard.open('#/metrics/new', { tenant });
    const { page } = screen;
    await page.getByLabel('Name', { exact: true }).fill('Café visits');
    expect(await page.getByLabel('Metric name').inputValue()).toBe('cafe_visits');
    await screen.shows('cafe_visits_total');
    await page.getByRole('button', { name: 'Add a label' }).click();
    await page.getByLabel('Label', { exact: true }).fill('user_id');
    await screen.shows('this label could explode');
    await page.getByLabel('Label', { exact: true }).fill('path');
    await page.getByLabel('Value', { exact: true }).selectOption('$path');
    await screen.shows('path ≈ 60');
    await page.getByRole('button', { name: 'form_submit' }).click();
    await page.getByLabel('Events').last().fill('visit,');
    expect(await page.getByLabel('Count in pages').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Create metric' }).click();
    await screen.shows('State');
    const id = new URL(page.url()).hash.split('/')[2] ?? '';
    expect(await readMetric(dashboard.server, tenant, id)).toMatchObject({
      metricName: 'cafe_visits',
      metricType: 'counter',
      labels: { path: '$path' },
      trackingEvents: ['form_submit', 'visit'],
      inPages: true,
    });
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('have the buckets and quantiles of their type, and no events that carry no value', async () => {
    const screen = await dashboard.open('#/metrics/new', { tenant });
    const { page } = screen;
    await page.getByLabel('Name', { exact: true }).fill('Wait seconds');
    await page.getByLabel(/^Histogram/).check();
    await page.getByLabel(/^Buckets/).fill('1, 0.5, x');
    await page.getByLabel('Events').last().fill('click');
    await page.getByRole('button', { name: 'Create metric' }).click();
    await screen.shows('Buckets must be numbers');
    await screen.shows('carries no value');
    await page.getByLabel('Events').last().fill('');
    await page.getByLabel(/^Buckets/).fill('1, 0.5, 2');
    await page.getByRole('button', { name: 'Create metric' }).click();
    await screen.shows('State');
    const id = new URL(page.url()).hash.split('/')[2] ?? '';
    expect(await readMetric(dashboard.server, tenant, id)).toMatchObject({
      metricType: 'histogram',
      buckets: [0.5, 1, 2],
    });
    await screen.close();
  });

  it('say how their script behaves in a page', async () => {
    const id = await dashboard.server.createMetric(tenant, {
      name: 'Views',
      metricName: 'views',
      metricType: 'counter',
      autoTrack: true,
    });
    const screen = await dashboard.open(`#/metrics/${id}/edit`, { tenant });
    const { page } = screen;
    await page.getByText('In the page: privacy, sampling, routes').click();
    await page.getByLabel('Respect Global Privacy Control').check();
    await page.getByLabel('Count one page load in').fill('0');
    await page.getByLabel('Paths of one name').last().fill('blog');
    await page.getByText('In the page: privacy, sampling, routes').click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await screen.shows('must be a whole number from 1 to 100');
    await screen.shows('must be paths that begin with /');
    await page.getByLabel('Count one page load in').fill('10');
    await page.getByLabel('Paths of one name').last().fill('/blog/:slug');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await screen.shows('Views is changed');
    expect(await readMetric(dashboard.server, tenant, id)).toMatchObject({
      autoTrack: true,
      trackingEvents: ['page_view'],
      scriptOptions: { ...defaultScriptOptions, respectGpc: true, sampleOneIn: 10, pathPatterns: ['/blog/:slug'] },
    });
    await page.getByRole('tab', { name: 'Code', exact: true }).click();
    await page.getByText('A tag for this metric alone').click();
    await page.getByRole('tab', { name: 'Inline' }).click();
    expect(await page.getByRole('tabpanel', { name: 'Inline' }).innerText()).toContain('globalPrivacyControl');
    await screen.shows('This metric counts what the script sees by itself');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('show the API’s faults at the fields', async () => {
    await dashboard.server.createMetric(tenant, { name: 'One', metricName: 'visits', metricType: 'counter' });
    const screen = await dashboard.open('#/metrics/new', { tenant });
    const { page } = screen;
    await page.getByLabel('Name', { exact: true }).fill('Visits');
    await page.getByRole('button', { name: 'Create metric' }).click();
    await screen.shows('Metric name is taken');
    await page.getByLabel('Metric name').fill('go_visits');
    await page.getByRole('button', { name: 'Create metric' }).click();
    await screen.shows('Metric name must not begin with go_');
    await screen.close();
  });

  it('keep what their totals depend on once there is data, and take new labels', async () => {
    const id = await dashboard.server.createMetric(tenant, {
      name: 'Orders',
      metricName: 'orders',
      metricType: 'counter',
      labels: { plan: '' },
    });
    await dashboard.server.push(tenant, [{ name: 'orders' }]);
    const screen = await dashboard.open(`#/metrics/${id}?tab=settings`, { tenant });
    const { page } = screen;
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await screen.shows('This metric has data');
    expect(await page.getByLabel('Metric name').evaluate((input: HTMLInputElement) => input.readOnly)).toBe(true);
    await page.getByRole('button', { name: 'Add a label' }).click();
    await page.getByLabel('Label', { exact: true }).last().fill('country');
    await page.getByLabel('Count in pages').uncheck();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await screen.shows('Orders is changed');
    expect(await readMetric(dashboard.server, tenant, id)).toMatchObject({
      labels: { plan: '', country: '' },
      inPages: false,
    });
    await screen.close();
  });
});
