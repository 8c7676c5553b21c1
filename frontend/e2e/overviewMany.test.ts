import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { type HistoryDashboard, startHistoryDashboard } from './historyDashboard.ts';
import type { Screen } from './screen.ts';

const METRICS = 400;
/** What a page may ask of Prometheus for what is on the screen: the time, two sets of numbers, and bars in one or two pieces. */
const FIRST_QUERIES = 6;

const nameOf = (index: number) => `Metric ${String(index).padStart(3, '0')}`;

/** Copies of a metric that differ by their number; the higher, the newer. */
const COPIES = `
  insert into metric_configs
  select (jsonb_populate_record(one, jsonb_build_object(
    'id', gen_random_uuid(), 'name', 'Metric ' || lpad(n::text, 3, '0'), 'metric_name', 'm_' || n,
    'exported_name', 'm_' || n || '_total', 'created_at', one.created_at + n * interval '1 millisecond'
  ))).*
  from metric_configs one, generate_series(1, $2 - 1) n where one.id = $1`;

describeWith(['chromium', 'prometheus'], 'the overview of 400 metrics', () => {
  let dashboard: HistoryDashboard;

  beforeAll(async () => {
    const startSeconds = Date.now() / 1_000;
    // The metric of number n has counted n, a quarter of an hour ago.
    dashboard = await startHistoryDashboard(1, (times) =>
      Array.from({ length: METRICS }, (_, index) => ({
        family: `m_${index}_total`,
        labels: {},
        values: times.map((time) => (time >= startSeconds - 900 ? index : 0)),
      })),
    );
    const { server, tenant } = dashboard;
    const first = { name: nameOf(0), metricName: 'm_0', metricType: 'counter' };
    const id = await server.createMetric(tenant, first);
    await server.database.pool.query(COPIES, [id, METRICS]);
  }, 90_000);
  afterAll(() => dashboard.stop());

  /** Queries of the page, and how many were under way at once. */
  function watchQueries({ page }: Screen) {
    const seen = { count: 0, failed: 0, most: 0 };
    let running = 0;
    const isQuery = (url: string) => url.includes('/prometheus/api/v1/');
    page.on('request', (request) => {
      if (!isQuery(request.url())) return;
      seen.count += 1;
      running += 1;
      seen.most = Math.max(seen.most, running);
    });
    page.on('requestfinished', (request) => {
      if (isQuery(request.url())) running -= 1;
    });
    page.on('response', (response) => {
      if (isQuery(response.url()) && response.status() >= 400) seen.failed += 1;
    });
    return seen;
  }
  const names = ({ page }: Screen, count: number) =>
    page.locator('.card-name').evaluateAll((all, most) => all.slice(0, most).map((one) => one.textContent), count);
  const numberOf = ({ page }: Screen, name: string) =>
    page.evaluate((wanted) => {
      const cards = [...document.querySelectorAll('.metric-card')];
      const card = cards.find((one) => one.querySelector('.card-name')?.textContent === wanted);
      return card?.querySelector('.card-number')?.textContent;
    }, name);

  it('asks in few queries, at most two at once, as cards come onto the screen, and nothing moves', async () => {
    const screen = await dashboard.open('#/status', { tenant: dashboard.tenant });
    const { page } = screen;
    const queries = watchQueries(screen);
    await page.addInitScript(() => {
      const shifts = globalThis as unknown as { shifted: number };
      shifts.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.shifted += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${dashboard.url}/?#/metrics?period=1h`);
    await expect.poll(() => numberOf(screen, nameOf(5))).toBe('5');
    await screen.shows('400 metrics');
    expect(queries.count).toBeLessThanOrEqual(FIRST_QUERIES);
    await page.getByRole('link', { name: nameOf(399) }).scrollIntoViewIfNeeded();
    await expect.poll(() => numberOf(screen, nameOf(399))).toBe('399');
    // What was scrolled past without being looked at was not asked for.
    expect(queries.count).toBeLessThanOrEqual(2 * FIRST_QUERIES);
    expect(await numberOf(screen, nameOf(200))).toBe('…');
    expect([queries.most, queries.failed]).toEqual([2, 0]);
    expect(await page.evaluate('shifted')).toBeLessThanOrEqual(0.05);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('is sorted by all numbers, in few queries, and searched without any', async () => {
    const screen = await dashboard.open('#/status', { tenant: dashboard.tenant });
    const { page } = screen;
    const queries = watchQueries(screen);
    await page.goto(`${dashboard.url}/#/metrics?period=1h&sort=most`);
    await expect.poll(() => names(screen, 3)).toEqual([399, 398, 397].map(nameOf));
    await expect.poll(() => page.locator('.mini-graph').count()).toBeGreaterThan(3);
    // Two sets of numbers of 400 metrics, some fifty in a query.
    expect(queries.count).toBeLessThanOrEqual(24 + FIRST_QUERIES);
    expect(queries.failed).toBe(0);
    await page.getByLabel('Sort by').selectOption('newest');
    await expect.poll(() => names(screen, 2)).toEqual([399, 398].map(nameOf));
    await page.getByLabel('Search').fill('m_31');
    await expect.poll(() => page.locator('.metric-card').count()).toBe(11);
    await page.getByLabel('Search').fill('nothing like it');
    await screen.shows('No metric is called “nothing like it”.');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('has pinned cards first, by keyboard, also after a reload', async () => {
    const screen = await dashboard.open('#/metrics?period=1h', { tenant: dashboard.tenant });
    const { page } = screen;
    await page.getByLabel('Search').fill('m_7');
    const pin = page.getByRole('button', { name: `Pin ${nameOf(77)}` });
    await pin.focus();
    await page.keyboard.press('Enter');
    expect(await names(screen, 2)).toEqual([77, 7].map(nameOf));
    expect(await pin.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.getByLabel('Search').fill('');
    await page.reload();
    await expect.poll(() => names(screen, 2)).toEqual([77, 0].map(nameOf));
    await pin.click();
    expect(await names(screen, 2)).toEqual([0, 1].map(nameOf));
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });
});
