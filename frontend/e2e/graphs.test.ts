import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { startTestStack, type TestStack } from '../../backend/src/testing/testStack.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import type { Screen } from './screen.ts';

describeWith(['chromium', 'prometheus', 'pushgateway'], 'graphs, from a real Prometheus', () => {
  let stack: TestStack;
  let dashboard: Dashboard;
  let tenant: TestTenant;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    stack = await startTestStack();
    dashboard = await startDashboard(stack.env);
    const { server } = dashboard;
    tenant = await server.signUp();
    const make = async (metricType: string, more = {}) => {
      ids[metricType] = await server.createMetric(tenant, {
        name: `A ${metricType}`,
        metricName: `a_${metricType}`,
        metricType,
        labels: { plan: '' },
        ...more,
      });
    };
    await make('counter');
    await make('gauge');
    await make('histogram', { buckets: [0, 1, 2, 5] });
    await make('summary');
    for (let round = 0; round < 3; round += 1) {
      await server.push(tenant, [
        { name: 'a_counter', value: 3, labels: { plan: 'free' } },
        { name: 'a_counter', value: 1, labels: { plan: 'pro' } },
        { name: 'a_gauge', value: 40 + round, labels: { plan: 'free' } },
        { name: 'a_gauge', value: 50, labels: { plan: 'pro' } },
        { name: 'a_histogram', value: [0, 0, 1.5, 4], labels: { plan: 'free' } },
        { name: 'a_summary', value: [0.5, 1.5, 4], labels: { plan: 'free' } },
      ]);
    }
    // The dashboard asks for the numbers at the last whole second, which is up to a second ago.
    const value = (selector: string) => stack.value(`sum(${selector} offset 1s)`);
    // A rate takes two samples: the total by itself is not enough for a graph.
    const rate = (name: string) => stack.value(`sum(rate(${name}[1m] offset 1s))`);
    await vi.waitFor(async () => {
      expect(await value('a_counter_total')).toBe(12);
      expect(await rate('a_counter_total')).toBeGreaterThan(0);
      expect(await value('a_gauge')).toBe(92);
      expect(await value('a_histogram_count')).toBe(12);
      expect(await rate('a_histogram_count')).toBeGreaterThan(0);
      expect(await value('a_summary{quantile="0.5"}')).toBeGreaterThan(0);
    }, 30_000);
  });
  afterAll(async () => {
    await dashboard.stop();
    await stack.stop();
  });

  async function open(type: string): Promise<Screen> {
    const screen = await dashboard.open(`#/metrics/${ids[type]}?period=15m`, { tenant });
    await screen.page.locator('.chart-canvas canvas').waitFor();
    return screen;
  }
  const choosePeriod = ({ page }: Screen, id: string) => page.getByLabel('Period', { exact: true }).selectOption(id);
  const legend = ({ page }: Screen) => page.locator('.legend').innerText();

  it('show a counter’s total, and split it by a label', async () => {
    const screen = await open('counter');
    await screen.page.getByText('Total', { exact: true }).first().click();
    await expect.poll(() => legend(screen)).toMatch(/total\s*12/);
    await screen.page.getByLabel('Split by').selectOption('plan');
    await expect.poll(() => legend(screen)).toMatch(/free\s*9[\s\S]*pro\s*3/);
    await screen.page.getByText('Numbers as a table').click();
    expect(await screen.page.getByRole('region', { name: /total by plan/ }).innerText()).toMatch(/free\s+pro/);
    expect(await findBarriers(screen.page)).toEqual([]);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('show a gauge’s average, which is the number on top and in the list too', async () => {
    const screen = await open('gauge');
    await expect.poll(() => legend(screen)).toMatch(/average\s*46/);
    await screen.shows('The average of all series.');
    const tile = screen.page.locator('.tile').first();
    await expect.poll(() => tile.innerText()).toMatch(/^Average\s+46\s+of 2 series; their sum is 92$/);
    await screen.shows(/Average of all series now\s+46/);
    await screen.page.getByText('Sum', { exact: true }).click();
    await expect.poll(() => legend(screen)).toMatch(/sum\s*92/);
    await screen.page.getByRole('link', { name: '← Metrics' }).click();
    const card = screen.page.locator('.metric-card', { hasText: 'A gauge' });
    await expect.poll(() => card.innerText()).toMatch(/46\s+average of 2 series, now/);
    await screen.close();
  });

  it('show what a real scrape has of observations of 0 as 0', async () => {
    await vi.waitFor(async () => expect(await stack.value('sum(a_histogram_bucket{le="0"})')).toBe(6), 10_000);
    const screen = await open('histogram');
    await expect.poll(() => legend(screen)).toMatch(/last 15 minutes:\s*p50\s*\S+ \/ 0\s*p95/);
    await screen.close();
  });

  it('are on the cards of every type, all from one query, also when the clock of the computer is wrong', async () => {
    const screen = await dashboard.open('#/keys', { tenant });
    const { page } = screen;
    await page.clock.setFixedTime(Date.now() - 86_400_000);
    const answered = page.waitForResponse('**/query_range');
    await page.goto(`${dashboard.url}/#/metrics?period=15m`);
    const { data } = (await (await answered).json()) as { data: { result: unknown[] } };
    expect(data.result).toHaveLength(4);
    await expect.poll(() => page.locator('.metric-card .mini-graph').count()).toBe(4);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('show a histogram’s heatmap', async () => {
    const screen = await open('histogram');
    await screen.page.getByText('Heatmap').click();
    await screen.page.getByRole('img', { name: /heatmap/ }).waitFor();
    await screen.page.getByText('Numbers as a table').click();
    expect(await screen.page.getByRole('region', { name: /heatmap/ }).innerText()).toMatch(
      /≤ 0\s+≤ 1\s+≤ 2\s+≤ 5\s+more/,
    );
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('show a summary’s quantiles', async () => {
    const screen = await open('summary');
    await expect.poll(() => legend(screen)).toMatch(/highest p50\s*1\.\d+[\s\S]*highest p99\s*\d/);
    await screen.shows('each line is the highest of them all');
    await screen.page.getByLabel('Split by').selectOption('plan');
    await expect.poll(() => legend(screen)).toMatch(/free\s*\d/);
    await screen.shows('p95 with each value of plan');
    await screen.close();
  });

  it('list every series with its numbers', async () => {
    const screen = await open('histogram');
    await screen.page.getByRole('tab', { name: 'Label sets' }).click();
    await expect
      .poll(() => screen.page.getByRole('region', { name: 'Series of A histogram' }).innerText())
      .toMatch(/free\s+12\s+16.5\s+1.38/);
    await screen.close();
  });

  it('say so when Prometheus goes away, and come back with it', async () => {
    const screen = await open('counter');
    await screen.page.route('**/api/v1/prometheus/**', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: '{"status":"error","errorType":"unavailable","error":"gone"}',
      }),
    );
    await choosePeriod(screen, '6h');
    await screen.shows('there is no graph right now');
    await screen.page.unroute('**/api/v1/prometheus/**');
    await choosePeriod(screen, '15m');
    await screen.page.locator('.chart-canvas canvas').waitFor();
    await screen.close();
  });

  /** Opens the counter and waits for the graph of 6 h, which the words below it tell from that of 15 min. */
  async function openDrawn(): Promise<Screen> {
    const screen = await open('counter');
    await screen.page.getByText('Rate', { exact: true }).click();
    await choosePeriod(screen, '6h');
    await screen.shows('the last one for the 1 min 30 s until now');
    return screen;
  }

  it.each([
    ['period', (screen: Screen) => choosePeriod(screen, '24h')],
    ['view', ({ page }: Screen) => page.getByText('Total', { exact: true }).first().click()],
    ['split', ({ page }: Screen) => page.getByLabel('Split by').selectOption('plan')],
  ])('stay when the connection is lost, but not once another %s is chosen', async (_, choose) => {
    const screen = await openDrawn();
    const { page } = screen;
    await page.route('**/api/v1/prometheus/**', (route) => route.abort());
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await screen.shows('Connection lost.');
    const canvas = page.locator('.chart-canvas canvas');
    expect(await canvas.isVisible()).toBe(true);
    await choose(screen);
    await screen.shows('The graph could not be loaded.');
    expect(await canvas.isVisible()).toBe(false);
    await page.unroute('**/api/v1/prometheus/**');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await canvas.waitFor();
    expect(await screen.text()).not.toContain('The graph could not be loaded.');
    await screen.close();
  });

  it('stay, as old, when the server refuses to draw them anew', async () => {
    const screen = await openDrawn();
    const { page } = screen;
    const refusal = { status: 'error', errorType: 'too_many_requests', error: 'Too many queries at once.' };
    await page.route('**/api/v1/prometheus/**', (route) => route.fulfill({ status: 429, json: refusal }));
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await screen.shows('Too many queries at once. The numbers are from');
    expect(await page.locator('.chart-canvas canvas').isVisible()).toBe(true);
    await choosePeriod(screen, '24h');
    await screen.shows('The graph could not be loaded. Too many queries at once.');
    expect(await page.locator('.chart-canvas canvas').isVisible()).toBe(false);
    await screen.close();
  });
});
