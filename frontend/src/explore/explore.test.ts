import { describe, expect, it } from 'vitest';
import { isShownLabel, seriesText, shownLabels } from '../graph/hiddenLabels.ts';
import { timesOf } from '../graph/timeRange.ts';
import { periodChoices, readPeriod } from '../period/period.ts';
import { exampleQueries } from './exampleQueries.ts';
import { addressOf, periodOptions, readChoice } from './exploreChoice.ts';
import { exploreRange, withEnd } from './exploreRange.ts';
import { faultOf } from './queryFault.ts';
import { MAX_DRAWN, toChart } from './resultChart.ts';
import { toCsv, toTable } from './resultTable.ts';

const NOW = 1_800_000_123;
const addressAfter = (hash: string) => new URLSearchParams(hash.split('?', 2)[1]);

describe('the address of Explore', () => {
  it.each([
    { query: 'sum by (page) (rate(visits_total{page=~"/a?b#c&d=%25+"}[5m]))', period: '6h', view: 'table' },
    { query: 'a\n+ b', period: '2026-11-01..2026-11-14', view: 'graph' },
  ] as const)('says all of what is looked at: %j', (choice) => {
    expect(readChoice(addressAfter(addressOf(choice)), NOW)).toEqual(choice);
  });

  it('takes the usual view and period for those that it does not know', () => {
    const usual = { query: '', period: '24h', view: 'graph' };
    expect(readChoice(new URLSearchParams(), NOW)).toEqual(usual);
    expect(readChoice(new URLSearchParams({ period: '5x', view: 'pie' }), NOW)).toEqual(usual);
  });

  it('may name two dates, which then can be chosen', () => {
    expect(periodOptions('24h', NOW)).toHaveLength(periodChoices.length);
    const dates = periodOptions('2026-11-01..2026-11-01', NOW).at(-1);
    expect(dates?.[0]).toBe('2026-11-01..2026-11-01');
    expect(dates?.[1]).toMatch(/2026/);
  });
});

describe('the moments of a graph of any query', () => {
  it.each([...periodChoices.map(({ id }) => id), '2020-01-01..2026-01-01'])('are at most about 300: %s', (id) => {
    const period = readPeriod(id, NOW);
    if (!period) throw new Error(`${id} is no period`);
    const range = exploreRange(period);
    const times = timesOf(range, period.toSeconds);
    expect(times.length).toBeLessThanOrEqual(302);
    expect(range.stepSeconds).toBeGreaterThanOrEqual(15);
    expect(times.at(-1)).toBe(period.toSeconds);
    expect(times.slice(0, -1).every((time) => time % range.stepSeconds === 0)).toBe(true);
    expect((times[0] ?? 0) - period.fromSeconds).toBeLessThan(range.stepSeconds);
  });

  it('are joined with the end, series by series', () => {
    const one = (labels: Record<string, string>, ...points: [number, number][]) => ({ labels, points });
    const joined = withEnd(
      [one({ a: '1', b: '2' }, [0, 1], [15, 2])],
      [one({ b: '2', a: '1' }, [20, 3]), one({}, [20, 9])],
    );
    expect(joined.map(({ points }) => points)).toEqual([
      [
        [0, 1],
        [15, 2],
        [20, 3],
      ],
      [[20, 9]],
    ]);
  });
});

describe('a refused query', () => {
  it('has its fault where the API says that it is in the text', () => {
    expect(faultOf('parse error at character 3', 'a b c')).toEqual({ message: 'parse error at character 3', from: 2 });
    expect(faultOf('parse error at character 9', 'a b').from).toBe(3);
  });

  it('has no place where Prometheus means another text', () => {
    expect(faultOf('invalid parameter "query": 1:12: parse error: expected number', 'x')).toEqual({
      message: 'invalid parameter "query": parse error: expected number',
    });
  });
});

const series = (labels: Record<string, string>, ...values: number[]) => ({
  labels: { job: 'uvp', tenant: 'me', ...labels },
  points: values.map((value, index) => [index * 15, value] as const),
});

describe('what is shown of series', () => {
  it('leaves out the labels that say nothing to a person', () => {
    expect(isShownLabel('tenant') || isShownLabel('job')).toBe(false);
    expect(shownLabels({ tenant: 'me', job: 'uvp', page: '/' })).toEqual({ page: '/' });
    expect(seriesText({ __name__: 'visits_total', tenant: 'me', page: 'a"b' })).toBe('visits_total{page="a\\"b"}');
    expect(seriesText({ tenant: 'me', job: 'uvp' })).toBe('');
  });

  it('is a table with a column for each label, and the last value', () => {
    const table = toTable([series({ page: '/', __name__: 'visits' }, 1, 2), series({ country: 'de' }, 3)]);
    expect(table).toEqual({
      labels: ['__name__', 'country', 'page'],
      rows: [
        { labels: ['visits', '', '/'], value: 2 },
        { labels: ['', 'de', ''], value: 3 },
      ],
    });
  });

  it('is CSV with exact values, quoted where needed, and without formulas', () => {
    const table = toTable([
      series({ page: 'a,"b"' }, 0.1 + 0.2),
      series({ page: '=1+1' }, Number.NaN),
      series({ page: '@x' }, -5),
    ]);
    expect(toCsv(table)).toBe(`page,value\r\n"a,""b""",0.30000000000000004\r\n'=1+1,NaN\r\n'@x,-5\r\n`);
  });

  it('is drawn for the first twenty, and says how many there are', () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      series({ page: String(index) }, index, Number.POSITIVE_INFINITY),
    );
    const range = { fromSeconds: 0, toSeconds: 15, stepSeconds: 15 };
    const data = toChart(many, range, 20);
    expect(data.lines).toHaveLength(MAX_DRAWN);
    expect(new Set(data.lines.map(({ look }) => JSON.stringify(look))).size).toBe(MAX_DRAWN);
    expect(data.lines[7]).toMatchObject({ name: '{page="7"}', values: [7, null, null] });
    expect(data.meaning).toContain('25 series; the first 20');
    expect(toChart(many.slice(0, 20), range, 20).meaning).not.toContain('first');
  });
});

describe('examples', () => {
  const metric = (metricType: 'counter' | 'gauge' | 'histogram' | 'summary', labels = {}) => ({
    name: 'A',
    metricName: 'a',
    metricType,
    labels,
    quantiles: null,
  });

  it('are about the person’s own metrics, at most four', () => {
    expect(exampleQueries([])).toEqual([]);
    expect(
      exampleQueries([metric('counter', { page: '$path' }), metric('histogram')]).map(({ query }) => query),
    ).toEqual([
      'sum(increase(a_total[1h]))',
      'topk(5, sum by (page) (increase(a_total[24h])))',
      'histogram_quantile(0.75, sum by (le) (rate(a_bucket[1h])))',
    ]);
    const all = [metric('gauge'), metric('summary'), metric('counter', { x: '' }), metric('gauge')];
    expect(exampleQueries(all)).toHaveLength(4);
  });
});
