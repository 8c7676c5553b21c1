import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { readMetric } from './readMetric.ts';

describeWith(['chromium'], 'metrics, on their page', () => {
  let dashboard: Dashboard;
  let tenant: TestTenant;

  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterAll(() => dashboard.stop());
  beforeEach(async () => {
    tenant = await dashboard.server.signUp();
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
    expect(await readMetric(dashboard.server, tenant, id)).toMatchObject({ id });
    await page.getByLabel(/^Type “Old one”/).fill('Old one');
    await page.getByRole('button', { name: 'Delete metric' }).click();
    await screen.shows('Nothing is measured yet');
    expect(await readMetric(dashboard.server, tenant, id)).toBe(undefined);
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
    expect(await readMetric(dashboard.server, tenant, id)).toMatchObject({ maxSeries: 20_000 });
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
