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
    await screen.shows('Last sample');
    expect(await page.getByRole('button', { name: /Delete|Revoke/ }).count()).toBe(0);
    await page.getByRole('tab', { name: 'Settings' }).click();
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

  it('in pages: are in the site tag, show how to tell of their events, and have a tag of their own besides', async () => {
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
    await page.goto(`${dashboard.url}/#/metrics/${id}?tab=code`);
    await screen.shows('It is in your site tag. It needs no tag of its own.');
    await screen.shows('uvp.track("purchase"');
    expect(await page.getByRole('tab', { name: 'Script tag' }).isVisible()).toBe(false);
    await page.getByText('A tag for this metric alone').click();
    await page.getByText('From a server').click();
    const wanted = {
      'Script tag': `config=${id}`,
      Inline: '"apiSecret":"mb_',
      Module: 'export const track',
      curl: `X-API-Key: ${tenant.apiKey}`,
      Node: 'const client = init({',
    };
    for (const [name, text] of Object.entries(wanted)) {
      await page.getByRole('tab', { name }).click();
      expect(await page.getByRole('tabpanel', { name }).innerText(), name).toContain(text);
    }
    await page.getByRole('tab', { name: 'Module' }).press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Script tag' }).getAttribute('aria-selected')).toBe('true');
    await page.getByRole('button', { name: 'Pin this version' }).click();
    await screen.shows('integrity="sha384-');
    await screen.shows('A label that is not declared');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the code of “Script tag”' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\n<script async src=/);
    await page.getByRole('button', { name: 'Revoke token' }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await screen.shows('The token is revoked');
    expect(await page.getByRole('tab', { name: 'Script tag' }).isVisible()).toBe(true);
    expect(await (await grafana).json()).toMatchObject({ available: false });
    expect(await page.getByText('Open in Grafana').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Copy it' }).click();
    await page.getByRole('region', { name: 'Code: Site tag of Default' }).waitFor();
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('of servers only: say so, show how servers send, and can be put into pages', async () => {
    const { server } = dashboard;
    const id = await server.createMetric(tenant, { name: 'Queue', metricName: 'queue_length', metricType: 'gauge' });
    const screen = await dashboard.open(`#/metrics/${id}?tab=code`, { tenant });
    const { page } = screen;
    await screen.shows('Only your servers add to it. It is not in your site tag.');
    expect(await page.getByRole('tabpanel', { name: 'curl' }).innerText()).toContain('"name":"queue_length"');
    await page.getByText('A tag for this metric alone').click();
    expect(await page.getByRole('tabpanel', { name: 'Script tag' }).innerText()).toContain(`config=${id}`);
    await screen.shows('uvp.track("queue_length", { value: value })');
    await page.getByRole('link', { name: 'Edit it' }).click();
    await page.getByLabel('Count in pages').check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('tab', { name: 'Code', exact: true }).click();
    await screen.shows('It is in your site tag.');
    await screen.shows('uvp.track("queue_length", { value: value })');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('that are switched off say that the site tag leaves them out', async () => {
    const fields = { name: 'Views', metricName: 'views', metricType: 'counter', autoTrack: true, isActive: false };
    const id = await dashboard.server.createMetric(tenant, fields);
    const screen = await dashboard.open(`#/metrics/${id}?tab=code`, { tenant });
    await screen.shows('Your site tag carries it when it takes samples again.');
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
