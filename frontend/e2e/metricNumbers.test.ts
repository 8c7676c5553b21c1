import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { templates } from '../src/metric/templates.ts';
import { findBarriers } from './axe.ts';
import { type HistoryDashboard, startHistoryDashboard, untilMinutesAgo } from './historyDashboard.ts';
import type { Screen } from './screen.ts';

/** Visits a minute of each path and device: 68 in all. All counts are whole with multiples of four. */
const VISITS: readonly (readonly [path: string, device: string, perMinute: number])[] = [
  ['/', 'desktop', 8],
  ['/', 'mobile', 4],
  ['/pricing', 'desktop', 4],
  ['/pricing', 'mobile', 4],
  ['=1+1', 'desktop', 4],
  ['', 'desktop', 4],
  ...Array.from({ length: 10 }, (_, index) => [`/p${index}`, 'desktop', 4] as const),
];
const VITALS = templates.find(({ id }) => id === 'web-vitals')?.draft;
const HOURS = 11;
const STOPPED_MINUTES = 60;
/** For how long there were visits: the past ends three minutes from now, and begins with its first scrape. */
const MINUTES = HOURS * 60 - 0.25 - 3 - STOPPED_MINUTES;
/** What so many a minute come to, as people read it. */
const shown = (perMinute: number) => (perMinute * MINUTES).toLocaleString('en');

describeWith(['chromium', 'prometheus'], 'the numbers of a metric’s page, against a known past', () => {
  let dashboard: HistoryDashboard;
  let visits: string;
  let vitals: string;
  let load: string;

  beforeAll(async () => {
    const OBSERVED = { LCP: 3, INP: 0.1, CLS: 0.3 };
    dashboard = await startHistoryDashboard(HOURS, (times) => [
      ...VISITS.map(([path, device, perMinute]) => ({
        family: 'visits_total',
        labels: { ...(path !== '' && { path }), device },
        values: untilMinutesAgo(times, STOPPED_MINUTES, perMinute),
      })),
      { family: 'load_count', labels: {}, values: untilMinutesAgo(times, STOPPED_MINUTES, 40) },
      { family: 'load_sum', labels: {}, values: untilMinutesAgo(times, STOPPED_MINUTES, 40) },
      ...['1', '2', '+Inf'].map((le, index) => ({
        family: 'load_bucket',
        labels: { le },
        values: untilMinutesAgo(times, STOPPED_MINUTES, [24, 36, 40][index] ?? 0),
      })),
      ...Object.entries(OBSERVED).flatMap(([vital, value]) => [
        { family: 'web_vitals_count', labels: { vital }, values: untilMinutesAgo(times, STOPPED_MINUTES, 4) },
        ...[...(VITALS?.buckets ?? []).map(String), '+Inf'].map((le) => ({
          family: 'web_vitals_bucket',
          labels: { vital, le },
          values: untilMinutesAgo(times, STOPPED_MINUTES, value <= Number(le.replace('+Inf', 'Infinity')) ? 4 : 0),
        })),
      ]),
    ]);
    const { server, tenant } = dashboard;
    const labels = { path: '$path', device: '$device' };
    visits = await server.createMetric(tenant, {
      name: 'Visits',
      metricName: 'visits',
      metricType: 'counter',
      labels,
    });
    load = await server.createMetric(tenant, {
      name: 'Load',
      metricName: 'load',
      metricType: 'histogram',
      buckets: [1, 2],
      labels: {},
    });
    vitals = await server.createMetric(tenant, { ...VITALS, labels: { vital: '$vital' } });
  });
  afterAll(() => dashboard.stop());

  const open = (hash: string, more: Partial<Parameters<HistoryDashboard['open']>[1]> = {}) =>
    dashboard.open(`#/metrics/${hash}`, { tenant: dashboard.tenant, ...more });
  const key = ({ page }: Screen) => page.locator('.headline-value').first().innerText();
  /** The rows of a table as they stand on the screen. */
  const table = ({ page }: Screen, name: string) =>
    page
      .getByRole('region', { name, exact: true })
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  const choose = ({ page }: Screen, name: string, value: string) =>
    page.getByRole('region', { name, exact: true }).getByRole('button', { name: value, exact: true }).click();
  const hash = ({ page }: Screen) => new URL(page.url()).hash.replace(/^[^?]*/, '');
  async function download({ page }: Screen, press: () => Promise<unknown>): Promise<[name: string, text: string]> {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
  }

  it('of a counter are what was sent: in the period, in its bars, and of each value of a label', async () => {
    const screen = await open(visits);
    const { page } = screen;
    await expect.poll(() => key(screen)).toBe(shown(68));
    await screen.shows('No data for the 24 hours before');
    await expect.poll(() => page.locator('.legend').innerText()).toMatch(new RegExp(`counted\\s*${shown(68)}`));
    expect(await table(screen, 'Devices')).toEqual([
      ['desktop', shown(60), '88 %'],
      ['mobile', shown(8), '12 %'],
    ]);
    const paths = await table(screen, 'Top paths');
    expect(paths.slice(0, 4)).toEqual([
      ['/', shown(12), '18 %'],
      ['/pricing', shown(8), '12 %'],
      ['(none)', shown(4), '5.9 %'],
      ['/p0', shown(4), '5.9 %'],
    ]);
    expect(paths).toHaveLength(10);
    await page.getByRole('button', { name: 'Show all 14' }).click();
    await expect.poll(() => table(screen, 'Top paths')).toHaveLength(14);
    await page.getByLabel('Period', { exact: true }).selectOption('1h');
    await expect.poll(() => key(screen)).toBe('0');
    await screen.shows(/▼ 100 % fewer than the hour before \([34],\d{3}\)/);
    await page.getByLabel('Compare with the period before').check();
    await expect.poll(() => page.locator('.legend').innerText()).toMatch(/the hour before\s*[34],\d{3}/);
    expect(hash(screen)).toBe('?period=1h&compare=1');
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('follow filters everywhere, and so does the address, in another browser too', async () => {
    const screen = await open(visits);
    const { page } = screen;
    await expect.poll(() => key(screen)).toBe(shown(68));
    // An element of this page, which would be gone if the page were opened anew.
    await page.locator('h1').evaluate((title) => title.setAttribute('data-same', ''));
    await choose(screen, 'Top paths', '/pricing');
    await expect.poll(() => key(screen)).toBe(shown(8));
    await expect.poll(() => table(screen, 'Top paths')).toEqual([['/pricing', shown(8), '100 %']]);
    await expect.poll(() => table(screen, 'Devices')).toHaveLength(2);
    await page.getByRole('region', { name: 'Devices' }).getByRole('button', { name: 'mobile' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => key(screen)).toBe(shown(4));
    await expect.poll(() => page.locator('.legend').innerText()).toMatch(new RegExp(`counted\\s*${shown(4)}`));
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('mobile');
    expect(hash(screen)).toBe('?path=/pricing&device=mobile');
    expect(await page.getByRole('list', { name: 'Filters' }).innerText()).toMatch(/path: \/pricing\s+device: mobile/);

    const other = await open(`${visits}${hash(screen)}`);
    await expect.poll(() => key(other)).toBe(shown(4));
    await expect.poll(() => table(other, 'Devices')).toEqual([['mobile', shown(4), '100 %']]);
    await other.close();

    await page.goBack();
    await expect.poll(() => key(screen)).toBe(shown(8));
    await page.goForward();
    await expect.poll(() => key(screen)).toBe(shown(4));
    await page.getByRole('button', { name: 'Remove path: /pricing' }).click();
    await expect.poll(() => key(screen)).toBe(shown(8));
    await choose(screen, 'Devices', 'mobile');
    await expect.poll(() => key(screen)).toBe(shown(68));
    await choose(screen, 'Top paths', '(none)');
    await expect.poll(() => key(screen)).toBe(shown(4));
    expect(hash(screen)).toBe('?path=');
    expect(await page.locator('h1[data-same]').count()).toBe(1);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('can be had as CSV: a table with all its rows, a graph with all its points', async () => {
    const screen = await open(visits);
    const { page } = screen;
    await expect.poll(() => key(screen)).toBe(shown(68));
    const button = page.getByRole('button', { name: 'Top paths: download as CSV' });
    await expect.poll(() => button.isEnabled()).toBe(true);
    const [name, text] = await download(screen, () => button.click());
    expect(name).toBe('visits_by_path_24h.csv');
    const rows = text.trim().split('\r\n');
    expect(rows).toHaveLength(15);
    expect(rows.slice(0, 4)).toEqual([
      'path,Count,Share',
      `/,${12 * MINUTES},${12 / 68}`,
      `/pricing,${8 * MINUTES},${8 / 68}`,
      `(none),${4 * MINUTES},${4 / 68}`,
    ]);
    expect(rows).toContain(`'=1+1,${4 * MINUTES},${4 / 68}`);
    await page.getByText('Numbers as a table').click();
    const [graphName, graph] = await download(screen, () =>
      page.getByRole('button', { name: 'Download as CSV', exact: true }).click(),
    );
    expect(graphName).toBe('visits_count_24h.csv');
    const bars = graph.trim().split('\r\n').slice(1);
    expect(bars).toHaveLength(24);
    expect(bars.reduce((sum, bar) => sum + Number(bar.split(',')[1]), 0)).toBe(68 * MINUTES);
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it('of a histogram are its quantiles in the period, and the number of observations', async () => {
    const screen = await open(load);
    await expect.poll(() => key(screen)).toBe('1 – 2');
    await screen.shows(`${shown(40)} observations.`);
    expect(await screen.page.locator('.headline-more').innerText()).toMatch(
      /p50\s+0 – 1\s+p95\s+2 or more\s+p99\s+2 or more/,
    );
    await screen.close();
  });

  it('of web vitals are five p75 with Google’s verdict', async () => {
    const screen = await open(vitals);
    await screen.shows('needs improvement');
    const cards = await screen.page.locator('.headline-number').allInnerTexts();
    expect(cards.map((card) => card.split(/\n+/).map((line) => line.trim()))).toEqual([
      ['LCP', '2.5 – 3 s', 'needs improvement', `${shown(4)} observations`],
      ['INP', '0.075 – 0.1 s', 'good', `${shown(4)} observations`],
      ['CLS', '0.25 – 0.3', 'poor', `${shown(4)} observations`],
      ['FCP', '–', '0 observations'],
      ['TTFB', '–', '0 observations'],
    ]);
    await screen.close();
  });

  it('are part of four tabs, which the address names', async () => {
    const screen = await open(`${visits}?device=mobile`);
    const { page } = screen;
    await expect.poll(() => key(screen)).toBe(shown(8));
    await page.getByRole('tab', { name: 'Settings' }).click();
    expect(hash(screen)).toBe('?device=mobile&tab=settings');
    await page.getByRole('button', { name: 'Delete' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Delete' }).waitFor();
    await page.getByRole('tab', { name: 'Settings' }).press('ArrowRight');
    await expect.poll(() => key(screen)).toBe(shown(8));
    expect(hash(screen)).toBe('?device=mobile');
    await page.goBack();
    await page.getByRole('button', { name: 'Delete' }).waitFor();
    expect(screen.complaints).toEqual([]);
    await screen.close();
  });

  it.each([
    [375, 667],
    [768, 1024],
    [1440, 900],
    [1920, 1080],
  ])(
    'are drawn at %i px without moving the page, in five sizes of type, and axe finds nothing',
    async (width, height) => {
      for (const theme of ['light', 'dark'] as const) {
        const screen = await open('', { width, height, theme });
        const { page } = screen;
        await page.evaluate(() => {
          const shifts = { sum: 0 };
          Object.assign(globalThis, { shifts });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
              shifts.sum += entry.value;
          }).observe({ type: 'layout-shift', buffered: false });
        });
        for (const id of [visits, vitals]) {
          await page.goto(`${dashboard.url}/#/metrics/${id}`);
          await page.locator('.chart-canvas canvas').waitFor();
          await expect.poll(() => page.locator('.breakdown tbody tr').count()).toBeGreaterThan(0);
          const moved = await page.evaluate(() => (globalThis as unknown as { shifts: { sum: number } }).shifts.sum);
          const graph = await page.locator('.chart-canvas canvas').boundingBox();
          const sizes = await page.evaluate(() => {
            const texts = [...document.querySelectorAll('main *')].filter((one) =>
              [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''),
            );
            return [...new Set(texts.map((one) => getComputedStyle(one).fontSize))];
          });
          expect(moved, `${id === visits ? 'visits' : 'vitals'}, ${theme}`).toBeLessThanOrEqual(0.05);
          if (id === visits)
            expect((graph?.y ?? height) + 100, 'the graph begins on the first screen').toBeLessThan(height);
          const cut = await page
            .locator('.headline-number')
            .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));
          expect(cut, 'no number is cut off').toEqual([]);
          expect(sizes.length, sizes.join(' ')).toBeLessThanOrEqual(5);
          expect(await findBarriers(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
        expect(screen.complaints).toEqual([]);
        await screen.close();
      }
    },
  );
});
