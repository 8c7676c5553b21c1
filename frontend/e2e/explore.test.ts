import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type HistoryDashboard, startHistoryDashboard, steady } from './historyDashboard.ts';
import type { Screen } from './screen.ts';

/** What another account has in the same Prometheus. */
const OTHER = { tenant: '00000000-0000-4000-8000-000000000001' };
/** What begins like a formula, which a visitor could have chosen. */
const FORMULA = '=1+1';

describeWith(['chromium', 'prometheus'], 'Explore, against a known past', () => {
  let dashboard: HistoryDashboard;

  beforeAll(async () => {
    dashboard = await startHistoryDashboard(7, (times) => [
      { family: 'visits_total', labels: { page: '/', country: 'de' }, values: steady(times, 60) },
      { family: 'visits_total', labels: { page: '/pricing', country: 'at' }, values: steady(times, 20) },
      { family: 'visits_total', labels: { page: FORMULA, country: 'at' }, values: steady(times, 4) },
      { family: 'visits_total', labels: { ...OTHER, page: '/secret' }, values: steady(times, 1000) },
      { family: 'violet_secret_total', labels: OTHER, values: steady(times, 1000) },
      ...Array.from({ length: 25 }, (_, index) => ({
        family: 'rooms',
        labels: { room: String(index) },
        values: times.map(() => index),
      })),
    ]);
    const { server, tenant } = dashboard;
    await server.createMetric(tenant, {
      name: 'Visits',
      metricName: 'visits',
      metricType: 'counter',
      labels: { page: '$path', country: '' },
    });
  });
  afterAll(() => dashboard.stop());

  const open = (hash = '#/explore', options = {}) => dashboard.open(hash, { tenant: dashboard.tenant, ...options });
  const field = ({ page }: Screen) => page.getByRole('textbox', { name: 'Query in PromQL' });
  const offered = ({ page }: Screen) => page.locator('.cm-tooltip-autocomplete li').allInnerTexts();
  const linkTo = (query: string, view: 'graph' | 'table', period = '1h') =>
    `#/explore?${new URLSearchParams({ query, period, view })}`;
  const rows = ({ page }: Screen) =>
    page
      .locator('.result-table tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

  it('offers the names, labels and values of the person, and nobody else’s', async () => {
    const screen = await open();
    await field(screen).click();
    await screen.page.keyboard.type('vi');
    await expect.poll(async () => (await offered(screen)).join(' ')).toContain('visits_total');
    expect((await offered(screen)).join(' ')).not.toContain('violet');
    await screen.page.keyboard.press('Escape');
    await screen.page.keyboard.type('sits_total{');
    await expect.poll(() => offered(screen)).toEqual(['__name__', 'country', 'page']);
    await screen.page.keyboard.type('page="');
    await expect.poll(async () => (await offered(screen)).sort()).toEqual(['/', '/pricing', FORMULA]);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('answers with the numbers that were sent, by keyboard alone, and the link shows the same elsewhere', async () => {
    const screen = await open(linkTo('', 'table'));
    await field(screen).focus();
    await screen.page.keyboard.type('60 * sum by (page, tenant) (rate(visits_total[5m])) # ');
    await screen.page.keyboard.press('Control+Enter');
    const expected = [
      ['/', '60'],
      ['/pricing', '20'],
      [FORMULA, '4'],
    ];
    await expect.poll(async () => (await rows(screen)).sort()).toEqual(expected);
    expect(await screen.text()).not.toContain('uvp');
    expect(await screen.text()).not.toContain(dashboard.tenant.id);
    const link = new URL(screen.page.url()).hash;
    const elsewhere = await open(link);
    await expect.poll(async () => (await rows(elsewhere)).sort()).toEqual(expected);
    expect(elsewhere.complaints).toEqual([]);
    await elsewhere.close();
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('draws what was sent over the period, and says how many series it leaves out', async () => {
    const screen = await open(linkTo('60 * sum(rate(visits_total[5m]))', 'graph', '6h'));
    await screen.page.locator('.chart-canvas canvas').waitFor();
    await screen.shows('One point every 2 min.');
    await screen.page.getByText('Numbers as a table').click();
    const numbers = await screen.page.locator('.chart-numbers tbody td:last-child').allInnerTexts();
    expect(numbers.length).toBeGreaterThan(5);
    expect(new Set(numbers)).toEqual(new Set(['84']));
    await screen.page.goto(`${dashboard.url}/${linkTo('rooms', 'graph')}`);
    await screen.shows('The result has 25 series; the first 20 are drawn.');
    expect(await screen.page.locator('.legend-mark').count()).toBe(20);
    await screen.page.getByText('Table', { exact: true }).click();
    await expect.poll(async () => (await rows(screen)).length).toBe(25);
    expect(new URL(screen.page.url()).hash).toContain('view=table');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('gives every row as CSV, and no formula', async () => {
    const screen = await open(linkTo('sum by (page) (visits_total) * 0', 'table'));
    const wait = screen.page.waitForEvent('download');
    await screen.page.getByRole('button', { name: 'Download CSV' }).click();
    const text = await readFile(await (await wait).path(), 'utf8');
    expect(text.trim().split('\r\n').sort()).toEqual(["'=1+1,0", '/,0', '/pricing,0', 'page,value'].sort());
    await screen.close();
  });

  it('shows an error at its place, and below the text', async () => {
    const screen = await open('#/keys');
    // The refusal comes before the editor does.
    let deliver = () => {};
    const isDelivered = new Promise<void>((resolve) => {
      deliver = resolve;
    });
    await screen.page.route('**/explore.js', async (route) => {
      await isDelivered;
      await route.continue();
    });
    await screen.page.goto(`${dashboard.url}/${linkTo('sum(visits_total))', 'table')}`);
    await screen.shows('parse error at character 18');
    deliver();
    await screen.shows('parse error at character 18. It is underlined in the text.');
    await expect.poll(() => screen.page.locator('.cm-lintRange-error').allInnerTexts()).toEqual([')']);
    await field(screen).press('End');
    await screen.page.keyboard.press('Backspace');
    await screen.page.getByRole('button', { name: 'Run query' }).click();
    await expect.poll(() => rows(screen)).toHaveLength(1);
    expect(await screen.page.locator('.cm-lintRange-error').count()).toBe(0);
    // Prometheus says where in the text that the API has made; the editor knows where in this one.
    await screen.page.goto(`${dashboard.url}/${linkTo('1 + rate(visits_total)', 'table')}`);
    await screen.shows(/parse error: expected type range vector in call to function "rate"/);
    expect(await screen.text()).not.toMatch(/\d+:\d+: parse error/);
    await expect.poll(() => screen.page.locator('.cm-lintRange-error').allInnerTexts()).toEqual(['visits_total']);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('keeps the last queries of the account, and forgets them on request', async () => {
    const screen = await open();
    await screen.page.getByRole('button', { name: /Visits: top 5 by page/ }).click();
    await screen.page.locator('.chart-canvas canvas').waitFor();
    await screen.page.reload();
    const recent = screen.page.getByRole('list', { name: 'Recent queries' });
    expect(await recent.getByRole('button').allInnerTexts()).toEqual([
      'topk(5, sum by (page) (increase(visits_total[24h])))',
    ]);
    const other = await dashboard.server.signUp();
    const stranger = await dashboard.open('#/explore', { tenant: other });
    await stranger.shows('There is nothing to ask yet.');
    expect(await stranger.text()).not.toContain('Recent queries');
    await stranger.close();
    await screen.page.getByRole('button', { name: 'Clear history' }).click();
    await screen.page.reload();
    await screen.page.locator('.chart-canvas canvas').waitFor();
    expect(await screen.text()).not.toContain('Recent queries');
    await screen.close();
  });

  it('lets the keyboard in and out of the editor', async () => {
    const screen = await open();
    await field(screen).focus();
    await screen.page.keyboard.type('vis');
    await expect.poll(async () => (await offered(screen)).length).toBeGreaterThan(0);
    await screen.page.keyboard.press('Escape');
    await expect.poll(async () => (await offered(screen)).length).toBe(0);
    await screen.page.keyboard.press('Tab');
    expect(await screen.page.evaluate(() => document.activeElement?.textContent)).toBe('Run query');
    await screen.page.keyboard.press('Shift+Tab');
    await screen.page.keyboard.type('its_total');
    expect(await field(screen).innerText()).toBe('visits_total');
    await screen.close();
  });

  it.each(['light', 'dark'] as const)('has no barrier in %s, and fits a phone', async (theme) => {
    const screen = await open(linkTo('visits_total', 'table'), { theme, width: 375 });
    await expect.poll(async () => (await rows(screen)).length).toBe(3);
    expect(await findBarriers(screen.page)).toEqual([]);
    await field(screen).click();
    await screen.page.keyboard.press('ControlOrMeta+End');
    await screen.page.keyboard.type('{');
    await expect.poll(async () => (await offered(screen)).length).toBeGreaterThan(0);
    expect(await findBarriers(screen.page)).toEqual([]);
    const widest = await screen.page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest).toBeLessThanOrEqual(375);
    if (process.env.SHOTS) await screen.page.screenshot({ path: `${process.env.SHOTS}/phone-${theme}.png` });
    await screen.page.keyboard.press('Escape');
    await screen.page.keyboard.type('page="/"} + ');
    await screen.page.setViewportSize({ width: 1280, height: 900 });
    await screen.page.goto(`${dashboard.url}/${linkTo('sum by (page) (rate(visits_total[5m]))', 'graph')}`);
    await screen.page.locator('.chart-canvas canvas').waitFor();
    expect(await findBarriers(screen.page)).toEqual([]);
    if (process.env.SHOTS) await screen.page.screenshot({ path: `${process.env.SHOTS}/wide-${theme}.png` });
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('is loaded by itself, and by no other page', async () => {
    const screen = await open('#/keys');
    await screen.shows('Without allowed origins');
    const loaded = () =>
      screen.page.evaluate(() =>
        performance.getEntriesByType('resource').flatMap(({ name }) => /[^/]+\.js$/.exec(name)?.[0] ?? []),
      );
    const byOthers = await loaded();
    expect(byOthers).toContain('app.js');
    expect(byOthers).not.toContain('explore.js');
    await screen.page.getByRole('link', { name: 'Explore' }).click();
    await field(screen).waitFor();
    expect(await loaded()).toContain('explore.js');
    await screen.close();
  });
});
