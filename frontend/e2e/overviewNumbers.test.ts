import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { findBarriers } from './axe.ts';
import { type HistoryDashboard, startHistoryDashboard } from './historyDashboard.ts';
import type { Screen } from './screen.ts';

/** What was counted, and how many minutes before the test. */
const SIGNUPS = [
  [30, 120],
  [90, 100],
] as const;
const ERRORS = [
  [20, 30],
  [70, 20],
] as const;
const NEW = [[10, 5]] as const;
const BOUNDS = [0.1, 0.25, 0.5, 1];
/** LCP, in seconds, of all visits of the last hour and of the one before. */
const BUCKETS = [1.8, 2.5, 4, 6];

describeWith(['chromium', 'prometheus'], 'the numbers of the overview, against a known past', () => {
  let dashboard: HistoryDashboard;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    const startSeconds = Date.now() / 1_000;
    const counted = (times: readonly number[], counts: readonly (readonly [minutesAgo: number, count: number])[]) =>
      times.map((time) =>
        counts.reduce((sum, [minutes, count]) => sum + (time >= startSeconds - minutes * 60 ? count : 0), 0),
      );
    dashboard = await startHistoryDashboard(4, (times) => [
      { family: 'signups_total', labels: { plan: 'free' }, values: counted(times, SIGNUPS) },
      { family: 'page_errors_total', labels: {}, values: counted(times, ERRORS) },
      { family: 'downloads_total', labels: {}, values: counted(times, NEW) },
      {
        family: 'queue',
        labels: {},
        values: counted(times, [
          [90, 8],
          [30, -2],
        ]),
      },
      // All of the hour before took 0.2 s, all of the last hour 0.4 s.
      ...[...BOUNDS.map(String), '+Inf'].map((le) => ({
        family: 'load_seconds_bucket',
        labels: { le },
        values: counted(times, [
          ...(Number(le) < 0.25 ? [] : [[90, 40] as const]),
          ...(Number(le) < 0.5 ? [] : [[30, 60] as const]),
        ]),
      })),
      {
        family: 'load_seconds_count',
        labels: {},
        values: counted(times, [
          [90, 40],
          [30, 60],
        ]),
      },
      ...[...BUCKETS.map(String), '+Inf'].map((le) => ({
        family: 'vitals_bucket',
        labels: { vital: 'LCP', le },
        values: counted(times, Number(le) < 4 ? [] : [[30, 10]]),
      })),
      { family: 'vitals_count', labels: { vital: 'LCP' }, values: counted(times, [[30, 10]]) },
    ]);
    const { server, tenant } = dashboard;
    const make = async (name: string, fields: Record<string, unknown>) => {
      ids[name] = await server.createMetric(tenant, { name, metricType: 'counter', ...fields });
    };
    await make('Sign-ups', { metricName: 'signups', trackingEvents: ['signup'], labels: { plan: '' } });
    await make('Errors', { metricName: 'page_errors', trackingEvents: ['error'], autoTrack: true });
    await make('Downloads', { metricName: 'downloads' });
    await make('Queue', { metricName: 'queue', metricType: 'gauge' });
    await server.push(tenant, [{ name: 'queue', value: 6 }]);
    const load = { metricName: 'load_seconds', metricType: 'histogram', buckets: BOUNDS };
    await make('Load', { ...load, autoTrack: true, trackingEvents: ['page_load'] });
    const vitals = { metricName: 'vitals', metricType: 'histogram', buckets: BUCKETS, labels: { vital: '$vital' } };
    await make('Vitals', { ...vitals, autoTrack: true, trackingEvents: ['web_vital'] });
  });
  afterAll(() => dashboard.stop());

  const cardOf = ({ page }: Screen, name: string) =>
    page.locator('.metric-card', { has: page.getByRole('link', { name, exact: true }) });
  const partsOf = async (screen: Screen, name: string) => {
    const parts = await Promise.all(
      ['.card-value', '.card-what', '.card-change'].map((part) => cardOf(screen, name).locator(part).innerText()),
    );
    return parts.map((text) => text.replace(/\s+/g, ' ').trim());
  };
  const toneOf = (screen: Screen, name: string) =>
    cardOf(screen, name).locator('.card-change strong').getAttribute('data-tone');

  it('are what was counted in the last hour, with the change against the hour before', async () => {
    const screen = await dashboard.open('#/metrics?period=1h', { tenant: dashboard.tenant });
    const vs = 'vs. the hour before';
    await expect.poll(() => partsOf(screen, 'Sign-ups')).toEqual(['120', 'last hour', `+20 % ${vs}`]);
    expect(await toneOf(screen, 'Sign-ups')).toBe('good');
    expect(await partsOf(screen, 'Errors')).toEqual(['30', 'last hour', `+50 % ${vs}`]);
    expect(await toneOf(screen, 'Errors')).toBe('bad');
    expect(await partsOf(screen, 'Downloads')).toEqual(['5', 'last hour', `new ${vs}`]);
    expect(await toneOf(screen, 'Downloads')).toBe('neutral');
    expect(await partsOf(screen, 'Queue')).toEqual(['6', 'now', `−25 % ${vs}`]);
    expect(await partsOf(screen, 'Load')).toEqual(['0.25 – 0.5 s', 'p75, last hour', `+100 % ${vs}`]);
    expect(await toneOf(screen, 'Load')).toBe('bad');
    expect(await cardOf(screen, 'Load').innerText()).toContain('60 observations');
    expect(await partsOf(screen, 'Vitals: LCP')).toEqual(['2.5 – 4 s', 'p75, last hour', `new ${vs}`]);
    expect(await cardOf(screen, 'Vitals: LCP').locator('.card-verdict').innerText()).toBe('needs work');
    await screen.shows('good up to 2.5 s, poor over 4 s');
    expect((await partsOf(screen, 'Vitals: FCP'))[0]).toBe('–');
    expect(await cardOf(screen, 'Sign-ups').getByRole('link').getAttribute('href')).toBe(
      `#/metrics/${ids['Sign-ups']}?period=1h`,
    );
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('are those of the address; choices go into it, and back and forward show them without a new page', async () => {
    const hash = '#/metrics?period=1h&compare=1&q=sign&sort=most&quantile=p95';
    const screen = await dashboard.open(hash, { tenant: dashboard.tenant });
    const { page } = screen;
    const hashNow = () => new URL(page.url()).hash;
    const number = async () => (await partsOf(screen, 'Sign-ups'))[0];
    await expect.poll(number).toBe('120');
    expect(await page.locator('.metric-card').count()).toBe(1);
    await expect.poll(() => page.locator('.mini-graph .before').count()).toBe(1);
    expect([
      await page.getByLabel('Search').inputValue(),
      await page.getByLabel('Sort by').inputValue(),
      await page.getByLabel('p95').isChecked(),
      await page.getByLabel('Show the period before').isChecked(),
    ]).toEqual(['sign', 'most', true, true]);
    await page.evaluate("document.querySelector('.overview').id = 'same'");
    await page.getByLabel('Period', { exact: true }).selectOption('6h');
    await expect.poll(number).toBe('220');
    expect(hashNow()).toBe(hash.replace('1h', '6h'));
    await page.getByLabel('Show the period before').uncheck();
    await expect.poll(() => page.locator('.mini-graph .before').count()).toBe(0);
    await page.getByLabel('Search').fill('');
    await expect.poll(() => page.locator('.metric-card').count()).toBe(10);
    expect(hashNow()).toBe('#/metrics?period=6h&sort=most&quantile=p95');
    await page.goBack();
    await page.goBack();
    await expect.poll(number).toBe('120');
    expect([hashNow(), await page.getByLabel('Period', { exact: true }).inputValue()]).toEqual([hash, '1h']);
    await page.goForward();
    await expect.poll(number).toBe('220');
    expect(await page.locator('#same').count()).toBe(1);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('are of any two dates', async () => {
    const screen = await dashboard.open('#/metrics', { tenant: dashboard.tenant });
    const { page } = screen;
    await page.getByLabel('Period', { exact: true }).selectOption({ label: 'Two dates …' });
    await expect.poll(() => page.url()).toMatch(/period=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/);
    const today = await page.getByLabel('To', { exact: true }).inputValue();
    await expect.poll(async () => (await partsOf(screen, 'Sign-ups'))[0]).toBe('220');
    await page.getByLabel('To', { exact: true }).fill('2026-01-02');
    await expect.poll(() => page.getByLabel('From').inputValue()).toBe('2026-01-02');
    await screen.shows('the day before');
    expect(today > '2026-01-02').toBe(true);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it.each(['light', 'dark'] as const)('can be read by everybody: %s', async (theme) => {
    const hash = '#/metrics?period=1h&compare=1';
    const screen = await dashboard.open(hash, { tenant: dashboard.tenant, theme });
    const { page } = screen;
    await expect.poll(async () => (await partsOf(screen, 'Sign-ups'))[0]).toBe('120');
    expect(await findBarriers(page)).toEqual([]);
    const sizes = await page.locator('main').evaluate((main) => {
      const texts = [...main.querySelectorAll('*')].filter((one) =>
        [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim() !== ''),
      );
      return [...new Set(texts.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)))].sort((a, b) => b - a);
    });
    expect(sizes.length).toBeLessThanOrEqual(5);
    const headline = await page
      .locator('.card-number')
      .first()
      .evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
    expect(sizes[0]).toBe(headline);
    for (const width of [375, 768, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), String(width)).toBeLessThanOrEqual(width);
      const columns = await page
        .locator('.metric-cards')
        .evaluate((grid) => getComputedStyle(grid).gridTemplateColumns);
      expect(columns.split(' ').length, String(width)).toBe({ 375: 1, 768: 2, 1440: 3, 1920: 4 }[width]);
      const cut = await page
        .locator('.card-value, .card-verdict, .card-state, .card-change strong')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).length);
      expect(cut, `cut at ${width}`).toBe(0);
    }
    await screen.close();
  });
});
