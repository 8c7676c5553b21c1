import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { ranges } from '../src/chartData.ts';
import { type HistoryDashboard, inLastMinutes, startHistoryDashboard, steady } from './historyDashboard.ts';
import type { Screen } from './screen.ts';

describeWith(['chromium', 'prometheus'], 'the numbers of graphs, against a known past', () => {
  let dashboard: HistoryDashboard;
  let hits: string;
  let answers: string;

  beforeAll(async () => {
    dashboard = await startHistoryDashboard(14, (times) => [
      { family: 'hits_total', labels: {}, values: steady(times, 200) },
      { family: 'answers_total', labels: { code: '200' }, values: steady(times, 40) },
      { family: 'answers_total', labels: { code: '404' }, values: inLastMinutes(times, 15, 400) },
    ]);
    const { server, tenant } = dashboard;
    hits = await server.createMetric(tenant, { name: 'Hits', metricName: 'hits', metricType: 'counter' });
    answers = await server.createMetric(tenant, {
      name: 'Answers',
      metricName: 'answers',
      metricType: 'counter',
      labels: { code: '' },
    });
  });
  afterAll(() => dashboard.stop());

  const legend = ({ page }: Screen) => page.locator('.legend').innerText();
  /** The newest row of the table: its time, and its values. */
  const newest = ({ page }: Screen) =>
    page.locator('.chart-numbers tbody tr').first().locator('th, td').allInnerTexts();

  it('are the same in every range, and reach up to now', async () => {
    const screen = await dashboard.open(`#/metrics/${hits}`, { tenant: dashboard.tenant });
    await screen.page.locator('.chart-canvas canvas').waitFor();
    await screen.page.getByText('Numbers as a table').click();
    for (const { title } of ranges) {
      await screen.page.getByText(title, { exact: true }).click();
      await screen.shows(title === '30 d' ? 'the 3 h until now' : 'until now');
      await expect.poll(() => legend(screen), { message: title }).toMatch(/^Last minute:\s*per minute\s*200$/);
      const [time = '', value] = await newest(screen);
      expect(value, title).toBe('200');
      const ageSeconds = (Date.now() - Date.parse(time)) / 1000;
      expect(ageSeconds, title).toBeGreaterThanOrEqual(0);
      expect(ageSeconds, title).toBeLessThan(120);
    }
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('have lines that keep their colours when their order changes with the range', async () => {
    const screen = await dashboard.open(`#/metrics/${answers}`, { tenant: dashboard.tenant });
    const { page } = screen;
    await page.getByLabel('Split by').selectOption('code');
    // In one step: the legend is made anew with every refresh.
    const colors = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.legend li:has(.legend-mark)')].map((item) => [
          item.querySelector('.legend-name')?.textContent,
          getComputedStyle(item.querySelector('.legend-mark') ?? item).color,
        ]),
      );
    await page.getByText('15 min', { exact: true }).click();
    await expect.poll(async () => (await colors())[0]?.[0]).toBe('404');
    const before = Object.fromEntries(await colors());
    await page.getByText('6 h', { exact: true }).click();
    await page.getByText('Total', { exact: true }).last().click();
    await expect.poll(async () => (await colors())[0]?.[0]).toBe('200');
    expect(Object.fromEntries(await colors())).toEqual(before);
    expect(before['200']).not.toBe(before['404']);
    await screen.close();
  });
});
