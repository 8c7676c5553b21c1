import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { templates } from '../src/metric/templates.ts';
import {
  type HistoryDashboard,
  inLastMinutes,
  startHistoryDashboard,
  steady,
  untilMinutesAgo,
} from './historyDashboard.ts';
import type { Screen } from './screen.ts';

/** The lower in the alphabet, the more: 10 a minute of /a, 110 of /k, none in the last 20 minutes. */
const PATHS = [...'abcdefghijk'].map((letter) => `/${letter}`);

const TEMPLATE = templates.find(({ id }) => id === 'web-vitals')?.draft;
/** As metrics of earlier releases have them. */
const OLD_BUCKETS = [0.05, 0.1, 0.2, 0.25, 0.5, 0.8, 1, 1.8, 2.5, 3, 4, 6];
/** What every visit measures. */
const VITALS = { CLS: 0, INP: 0.008, LCP: 2.4, TTFB: 12 };

/** The buckets of a histogram that takes the same observation again and again. */
function bucketsOf(family: string, vital: keyof typeof VITALS, bounds: readonly number[], totals: readonly number[]) {
  return [...bounds.map(String), '+Inf'].map((le) => ({
    family: `${family}_bucket`,
    labels: { vital, le },
    values: totals.map((total) => (VITALS[vital] <= Number(le.replace('+Inf', 'Infinity')) ? total : 0)),
  }));
}

describeWith(['chromium', 'prometheus'], 'the numbers of graphs, against a known past', () => {
  let dashboard: HistoryDashboard;
  let hits: string;
  let answers: string;
  let visits: string;
  let webVitals: string;
  let oldVitals: string;

  beforeAll(async () => {
    dashboard = await startHistoryDashboard(14, (times) => [
      { family: 'hits_total', labels: {}, values: steady(times, 200) },
      { family: 'answers_total', labels: { code: '200' }, values: steady(times, 40) },
      { family: 'answers_total', labels: { code: '404' }, values: inLastMinutes(times, 15, 400) },
      ...(Object.keys(VITALS) as (keyof typeof VITALS)[]).flatMap((vital) => [
        ...bucketsOf('web_vitals', vital, TEMPLATE?.buckets ?? [], steady(times, 60)),
        ...bucketsOf('old_vitals', vital, OLD_BUCKETS, steady(times, 60)),
        { family: 'web_vitals_count', labels: { vital }, values: steady(times, 60) },
        { family: 'old_vitals_count', labels: { vital }, values: steady(times, 60) },
      ]),
      ...PATHS.map((path, index) => ({
        family: 'visits_total',
        labels: { path },
        values: untilMinutesAgo(times, 20, 10 * (index + 1)),
      })),
    ]);
    const { server, tenant } = dashboard;
    hits = await server.createMetric(tenant, { name: 'Hits', metricName: 'hits', metricType: 'counter' });
    answers = await server.createMetric(tenant, {
      name: 'Answers',
      metricName: 'answers',
      metricType: 'counter',
      labels: { code: '' },
    });
    visits = await server.createMetric(tenant, {
      name: 'Visits',
      metricName: 'visits',
      metricType: 'counter',
      labels: { path: '$path' },
    });
    const vitals = { ...TEMPLATE, labels: { vital: '$vital' } };
    webVitals = await server.createMetric(tenant, vitals);
    const old = { name: 'Old vitals', metricName: 'old_vitals', buckets: OLD_BUCKETS };
    oldVitals = await server.createMetric(tenant, { ...vitals, ...old });
  });
  afterAll(() => dashboard.stop());

  const choosePeriod = ({ page }: Screen, id: string) => page.getByLabel('Period', { exact: true }).selectOption(id);
  const legend = ({ page }: Screen) => page.locator('.legend').innerText();
  /** The newest row of the table: its time, and its values. */
  const newest = ({ page }: Screen) =>
    page.locator('.chart-numbers tbody tr').first().locator('th, td').allInnerTexts();

  it('are the same in every range, and reach up to now', async () => {
    const screen = await dashboard.open(`#/metrics/${hits}?show=rate`, { tenant: dashboard.tenant });
    await screen.page.locator('.chart-canvas canvas').waitFor();
    await screen.page.getByText('Numbers as a table').click();
    for (const title of ['15m', '1h', '6h', '24h', '7d', '30d', '90d']) {
      await choosePeriod(screen, title);
      await screen.shows(title === '30d' ? 'the 3 h until now' : 'until now');
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
    const screen = await dashboard.open(`#/metrics/${answers}?show=rate`, { tenant: dashboard.tenant });
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
    await choosePeriod(screen, '15m');
    await expect.poll(async () => (await colors())[0]?.[0]).toBe('404');
    const before = Object.fromEntries(await colors());
    await choosePeriod(screen, '6h');
    await page.getByText('Total', { exact: true }).first().click();
    await expect.poll(async () => (await colors())[0]?.[0]).toBe('200');
    expect(Object.fromEntries(await colors())).toEqual(before);
    expect(before['200']).not.toBe(before['404']);
    await screen.close();
  });

  it('of the values with the most in the range, and of all others together, add up', async () => {
    const screen = await dashboard.open(`#/metrics/${visits}?show=rate`, { tenant: dashboard.tenant });
    const { page } = screen;
    await page.getByLabel('Split by').selectOption('path');
    await choosePeriod(screen, '1h');
    await screen.shows('“other” is the sum of the rest');
    await page.getByText('Numbers as a table').click();
    const names = await page.locator('.legend-name').allInnerTexts();
    expect(names).toEqual([...PATHS.slice(3).reverse(), 'other (3 values)']);
    // All end at 0. Further back there is what was sent: 110 a minute down to 40, and 10 + 20 + 30.
    const rows = await page
      .locator('.chart-numbers tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].slice(1).map((cell) => Number(cell.textContent))));
    expect(rows[0]).toEqual(names.map(() => 0));
    expect(rows[4]).toEqual([110, 100, 90, 80, 70, 60, 50, 40, 60]);
    await page.getByText('Total', { exact: true }).first().click();
    const whole = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
    const totals = async () =>
      (await page.locator('.legend-value').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
    const end = 14 * 60 - 0.25 - 3 - 20;
    await expect.poll(async () => whole(await totals())).toBe(660 * end);
    expect((await totals()).at(-1)).toBe(60 * end);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('of web vitals are p75 by vital, and no more exact than their buckets', async () => {
    const p75 = async (id: string) => {
      const screen = await dashboard.open(`#/metrics/${id}?period=1h`, { tenant: dashboard.tenant });
      await screen.shows('p75 with each value of vital: 75 % of the observations are at most this.');
      await screen.shows('lines are drawn at its upper bound');
      const shown = await screen.page.evaluate(() =>
        [...document.querySelectorAll('.legend li:has(.legend-mark)')].map((item) =>
          ['.legend-name', '.legend-value'].map((part) => item.querySelector(part)?.textContent ?? ''),
        ),
      );
      expect(screen.complaints).toEqual([]);
      await screen.close();
      return Object.fromEntries(shown);
    };
    expect(await p75(webVitals)).toEqual({
      CLS: '0 / 0',
      INP: '0.001 – 0.008 / 0.001 – 0.008',
      LCP: '2.1 – 2.5 / 2.1 – 2.5',
      TTFB: '10 or more / 10 or more',
    });
    expect(await p75(oldVitals)).toEqual({
      CLS: '0 – 0.05 / 0 – 0.05',
      INP: '0 – 0.05 / 0 – 0.05',
      LCP: '1.8 – 2.5 / 1.8 – 2.5',
      TTFB: '6 or more / 6 or more',
    });
  });
});
