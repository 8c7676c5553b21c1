import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { defaultScriptOptions } from '../src/scriptOptions.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

describeWith(['chromium'], 'metrics, without a Prometheus', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;

  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard.stop());
  beforeEach(async () => {
    tenant = await dashboard.server.signUp();
  });

  const read = async (id: string) =>
    (
      await dashboard.server.call<{ metricConfig: Record<string, unknown> }>('GET', `/api/v1/metric-configs/${id}`, {
        token: tenant.token,
      })
    ).body.metricConfig;

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
    await page.getByRole('button', { name: 'Create metric' }).click();
    await screen.shows('State');
    const id = new URL(page.url()).hash.split('/')[2] ?? '';
    expect(await read(id)).toMatchObject({
      metricName: 'cafe_visits',
      metricType: 'counter',
      labels: { path: '$path' },
      trackingEvents: ['form_submit', 'visit'],
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
    expect(await read(id)).toMatchObject({ metricType: 'histogram', buckets: [0.5, 1, 2] });
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
    expect(await read(id)).toMatchObject({
      autoTrack: true,
      trackingEvents: ['page_view'],
      scriptOptions: { ...defaultScriptOptions, respectGpc: true, sampleOneIn: 10, pathPatterns: ['/blog/:slug'] },
    });
    await page.getByRole('tab', { name: 'Inline' }).click();
    expect(await page.getByRole('tabpanel').innerText()).toContain('globalPrivacyControl');
    await page.getByRole('tab', { name: 'Own events' }).click();
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
    const screen = await dashboard.open(`#/metrics/${id}`, { tenant });
    const { page } = screen;
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await screen.shows('This metric has data');
    expect(await page.getByLabel('Metric name').evaluate((input: HTMLInputElement) => input.readOnly)).toBe(true);
    await page.getByRole('button', { name: 'Add a label' }).click();
    await page.getByLabel('Label', { exact: true }).last().fill('country');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await screen.shows('Orders is changed');
    expect(await read(id)).toMatchObject({ labels: { plan: '', country: '' } });
    await screen.close();
  });

  it('are deleted only when their name is typed', async () => {
    const id = await dashboard.server.createMetric(tenant, {
      name: 'Old one',
      metricName: 'old_one',
      metricType: 'gauge',
    });
    const screen = await dashboard.open(`#/metrics/${id}`, { tenant });
    const { page } = screen;
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByLabel(/^Type “Old one”/).fill('Old');
    await page.getByRole('button', { name: 'Delete metric' }).click();
    await screen.shows('is not the same');
    expect(await read(id)).toMatchObject({ id });
    await page.getByLabel(/^Type “Old one”/).fill('Old one');
    await page.getByRole('button', { name: 'Delete metric' }).click();
    await screen.shows('Nothing is measured yet');
    expect(await read(id)).toBe(undefined);
    await screen.close();
  });

  it('move live, say what state they are in, and that Prometheus is not there', async () => {
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
    const row = (name: string) => page.locator('.metric-row', { hasText: name });
    await screen.shows('Prometheus does not answer right now');
    await screen.shows('the last hour comes back by itself');
    const states = {
      live: 'Receiving',
      waiting_one: 'Waiting',
      off_one: 'Off',
      narrow: 'Over its limit',
      picky: 'Refusing',
    };
    for (const [name, state] of Object.entries(states))
      await expect.poll(() => row(name).innerText(), { message: name }).toContain(state);
    expect(await row('live').locator('.row-total').innerText()).toBe('5');
    await server.push(tenant, [{ name: 'live', value: 7 }]);
    await expect.poll(() => row('live').locator('.row-total').innerText()).toBe('12');
    await row('live').getByRole('link').click();
    await screen.shows('there is no graph right now');
    await server.push(tenant, [{ name: 'live', value: 8 }]);
    await expect.poll(() => page.locator('.tile dd').first().innerText()).toBe('20');
    expect(new URL(page.url()).hash).toBe(`#/metrics/${id}`);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('give advice that can be followed when they are over their limit', async () => {
    const { server } = dashboard;
    const fields = { name: 'narrow', metricName: 'narrow', metricType: 'counter', labels: { plan: '' }, maxSeries: 1 };
    const id = await server.createMetric(tenant, fields);
    await server.push(
      tenant,
      ['a', 'b'].map((plan) => ({ name: 'narrow', labels: { plan } })),
    );
    const screen = await dashboard.open(`#/metrics/${id}`, { tenant });
    const { page } = screen;
    await screen.shows('Over its series limit.');
    await screen.shows('Labels of a metric with data stay');
    await page.getByRole('link', { name: 'raise the series limit' }).click();
    await page.getByText('Description and limits').click();
    await page.getByLabel('Series limit').fill('20000');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await screen.shows('narrow is changed');
    expect(await read(id)).toMatchObject({ maxSeries: 20_000 });
    await screen.close();
  });

  it('give their code in every form, say what was refused, and offer no Grafana where there is none', async () => {
    const { server } = dashboard;
    const id = await server.createMetric(tenant, {
      name: 'Sales',
      metricName: 'sales',
      metricType: 'counter',
      labels: { plan: 'free' },
      trackingEvents: ['purchase'],
    });
    await server.push(tenant, [{ name: 'sales', labels: { colour: 'blue' } }]);
    const screen = await dashboard.open('', { tenant });
    const { page } = screen;
    const grafana = page.waitForResponse('**/api/v1/grafana');
    await page.goto(`${dashboard.url}/#/metrics/${id}`);
    await page.getByRole('tab', { name: 'Script tag' }).waitFor();
    const wanted = {
      'Script tag': `config=${id}`,
      Inline: '"apiSecret":"mb_',
      Module: 'export const track',
      'Own events': 'uvp.track("purchase"',
      curl: `X-API-Key: ${tenant.apiKey}`,
      Node: 'const client = init({',
    };
    for (const [tab, text] of Object.entries(wanted)) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await page.getByRole('tabpanel').innerText(), tab).toContain(text);
    }
    await page.getByRole('tab', { name: 'Node' }).press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Script tag' }).getAttribute('aria-selected')).toBe('true');
    await page.getByRole('button', { name: 'Pin this version' }).click();
    await screen.shows('integrity="sha384-');
    await screen.shows('A label that is not declared');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the code of “Script tag”' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^<script async src=/);
    await page.getByRole('button', { name: 'Revoke token' }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await screen.shows('The token is revoked');
    expect(await (await grafana).json()).toMatchObject({ available: false });
    expect(await page.getByText('Open in Grafana').isVisible()).toBe(false);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('are created with one click from the name, type and labels of refused samples', async () => {
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

  it('open in Grafana at their own graph, in a tab of its own', async () => {
    const { server, url } = dashboard;
    const id = await server.createMetric(tenant, { name: 'Sales', metricName: 'sales', metricType: 'counter' });
    const screen = await dashboard.open('', { tenant });
    const { page } = screen;
    await page.context().route('**/api/v1/grafana', (route) => route.fulfill({ json: { available: true } }));
    await page.context().route('**/grafana/d/**', (route) => route.fulfill({ body: 'Grafana' }));
    await page.goto(`${url}/#/metrics/${id}`);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Open in Grafana' }).click();
    await (await opened).waitForURL(`${url}/grafana/d/uvp-counter?var-metric=sales_total`);
    await page.context().unrouteAll();
    await page.getByRole('button', { name: 'Open in Grafana' }).click();
    await screen.shows('Grafana cannot be opened');
    await screen.shows('There is no Grafana here');
    await screen.close();
  });
});
