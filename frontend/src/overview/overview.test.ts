import { describe, expect, it } from 'vitest';
import { readPeriod } from '../period/period.ts';
import { buildConfig, buildStats } from '../testing/records.ts';
import { charactersOutsideQuotes, graphGroups, graphQuery, nearestQuantile, numberQueries } from './cardQueries.ts';
import { type Card, type ComparedNumbers, cardsOf, isFound, sortCards } from './cards.ts';
import { textOfPeriod, textOfTotals } from './cardText.ts';
import { changeOf, relativeChange } from './change.ts';
import { goodWhen } from './goodWhen.ts';
import { type OverviewChoice, pathOf, readChoice } from './overviewChoice.ts';

type Config = Parameters<typeof buildConfig>[0];
const cardOf = (fields: Config = {}): Card => {
  const [card] = cardsOf(buildConfig(fields));
  if (!card) throw new Error('there is no card');
  return card;
};
const TYPES = ['counter', 'gauge', 'histogram', 'summary'] as const;

describe('what is chosen', () => {
  const usual: OverviewChoice = { period: '24h', compare: false, search: '', sort: 'name', percent: '75' };

  it('is in the address, and nothing that is usual', () => {
    expect(pathOf(usual)).toBe('/metrics');
    const other: OverviewChoice = { period: '7d', compare: true, search: 'a & b?', sort: 'most', percent: '95' };
    expect(pathOf(other)).toBe('/metrics?period=7d&compare=1&q=a+%26+b%3F&sort=most&quantile=p95');
    for (const choice of [usual, other])
      expect(readChoice(new URLSearchParams(pathOf(choice).split('?')[1] ?? ''))).toEqual(choice);
  });

  it('is the usual where an address says something else', () => {
    expect(readChoice(new URLSearchParams('sort=toString&quantile=75&compare=yes'))).toEqual(usual);
  });
});

describe('a change', () => {
  const title = 'the day before';
  it.each([
    [112, 100, '+12 %', 'good'],
    [88, 100, '−12 %', 'bad'],
    [100.5, 100, '+0.5 %', 'good'],
    [1_000, 100, '× 10', 'good'],
    [0, 100, '−100 %', 'bad'],
    [100, 100, 'no change', 'neutral'],
    [100_000, 100_001, 'no change', 'neutral'],
    [0, 0, 'no change', 'neutral'],
    [5, 0, 'new', 'neutral'],
    [5, undefined, 'new', 'neutral'],
  ] as const)('from %s to %s', (now, before, amount, tone) => {
    const change = changeOf(now, before, title, { goodWhen: 'more' });
    expect(change).toEqual({ amount, words: 'vs. the day before', tone });
  });

  it('is judged by what is good, and not at all where nothing is', () => {
    const tones = (['more', 'less', 'neither'] as const).map((good) => changeOf(2, 1, title, { goodWhen: good })?.tone);
    expect(tones).toEqual(['good', 'bad', 'neutral']);
  });

  it('of a measured value from 0 is the difference, and of a negative one has the right sign', () => {
    const measured = { goodWhen: 'neither', isMeasured: true } as const;
    expect(changeOf(5, 0, title, measured)?.amount).toBe('+5');
    expect(changeOf(-5, 0, title, measured)?.amount).toBe('−5');
    expect(changeOf(-50, -100, title, measured)?.amount).toBe('+50 %');
  });

  it('of nothing is none', () => {
    expect(changeOf(undefined, 5, title, { goodWhen: 'more' })).toBeUndefined();
    expect(relativeChange(undefined, 5)).toBeUndefined();
  });
});

it('more is good or bad only for events whose meaning is known', () => {
  const of = (trackingEvents: string[], autoTrack = false) => goodWhen({ autoTrack, trackingEvents });
  expect([of([], true), of(['page_view', 'signup']), of(['error']), of(['page_load'])]).toEqual([
    'more',
    'more',
    'less',
    'less',
  ]);
  expect([of([]), of(['click']), of(['page_view', 'error'])]).toEqual(['neither', 'neither', 'neither']);
});

describe('cards', () => {
  const named = (name: string, more: Config = {}) =>
    cardOf({ name, id: name, metricName: name.toLowerCase().replace(' ', '_'), ...more });
  const cards = [named('B 10'), named('B 9'), named('A', { createdAt: '2026-02-01T00:00:00.000Z' }), named('C')];
  const numbers: Record<string, ComparedNumbers> = {
    A: { now: { count: 5 }, before: { count: 10 } },
    'B 9': { now: { count: 100 }, before: { count: 99 } },
    'B 10': { now: { count: 3 }, before: {} },
  };
  const order = (sort: OverviewChoice['sort'], pinned: string[] = []) =>
    sortCards(
      cards,
      sort,
      ({ key }) => numbers[key],
      ({ key }) => pinned.includes(key),
    ).map(({ key }) => key);

  it('are sorted by name, number, change or age; pinned ones stand first', () => {
    expect(order('name')).toEqual(['A', 'B 9', 'B 10', 'C']);
    expect(order('most')).toEqual(['B 9', 'A', 'B 10', 'C']);
    expect(order('change')).toEqual(['B 10', 'A', 'B 9', 'C']);
    expect(order('newest')).toEqual(['A', 'B 9', 'B 10', 'C']);
    expect(order('most', ['C', 'A'])).toEqual(['A', 'C', 'B 9', 'B 10']);
  });

  it('are found by the name for people and the one for Prometheus', () => {
    const found = (search: string) => cards.filter((card) => isFound(card, search)).map(({ key }) => key);
    expect([found(' b '), found('b_9'), found('C_TOTAL'), found('')]).toEqual([
      ['B 10', 'B 9'],
      ['B 9'],
      ['C'],
      ['B 10', 'B 9', 'A', 'C'],
    ]);
  });

  it('of web vitals are five, each about its own series', () => {
    const vitals = cardsOf(buildConfig({ metricType: 'histogram', labels: { kind: '$vital' } }));
    expect(vitals.map(({ title }) => title)).toEqual(
      ['LCP', 'INP', 'CLS', 'FCP', 'TTFB'].map((vital) => `Visits: ${vital}`),
    );
    expect(numberQueries(vitals.slice(0, 1), 60, 75).join()).toContain('{__name__="visits_bucket",kind="LCP"}');
    expect(cardsOf(buildConfig({ labels: { kind: '$vital' } }))).toHaveLength(1);
  });
});

describe('queries', () => {
  const many = Array.from({ length: 400 }, (_, index) => {
    const metricType = TYPES[index % 4] ?? 'counter';
    const fields = { id: crypto.randomUUID(), metricName: `m_${index}`, metricType, quantiles: [0.5, 0.9] };
    return cardOf(fields);
  });

  it('are few, each within what the query API takes, and name every card', () => {
    const queries = numberQueries(many, 7_776_000, 75);
    expect(queries.length).toBeLessThanOrEqual(12);
    for (const query of queries) {
      expect(charactersOutsideQuotes(query)).toBeLessThanOrEqual(16_384);
      expect(query.length).toBeLessThan(131_072);
      expect(query.split(' or label_replace').length).toBeLessThanOrEqual(100);
    }
    const all = queries.join();
    for (const { key, config } of many) {
      expect(all.includes(`"value ${key}"`), key).toBe(config.metricType !== 'counter');
      expect(all.includes(`"count ${key}"`), key).toBe(config.metricType !== 'gauge');
    }
  });

  it('of graphs are grouped alike for every step, within the same limit', () => {
    const groups = graphGroups(many);
    expect(groups.flat()).toEqual(many);
    for (const group of groups)
      expect(charactersOutsideQuotes(graphQuery(group, 7_776_000))).toBeLessThanOrEqual(16_384);
  });

  it('ask a summary for the quantile that it has', () => {
    expect([nearestQuantile([0.5, 0.9, 0.99], 75), nearestQuantile([0.5, 0.9, 0.99], 99)]).toEqual([0.9, 0.99]);
  });
});

describe('what stands on a card', () => {
  const nowSeconds = Date.parse('2026-06-10T12:00:00Z') / 1_000;
  const period = readPeriod('1h', nowSeconds);
  if (!period) throw new Error('1h is no period');
  const stats = buildStats({ total: 7, series: 1, lastSampleAt: '2026-06-10T11:59:00.000Z' });
  const textOf = (card: Card, numbers: ComparedNumbers, more = {}) =>
    textOfPeriod(card, numbers, period, { stats, percent: 75, isOver: false, ...more });

  it('is a counter’s count in the period', () => {
    const text = textOf(cardOf(), { now: { count: 12_345 }, before: { count: 10_000 } });
    expect([text.number, text.what, text.change?.amount, text.change?.words]).toEqual([
      '12,345',
      'last hour',
      '+23 %',
      'vs. the hour before',
    ]);
  });

  it('is the live total of a counter that is younger than the period and not yet in Prometheus', () => {
    const young = cardOf({ createdAt: '2026-06-10T11:58:00.000Z' });
    expect(textOf(young, { now: {}, before: {} }).number).toBe('7');
    expect(textOf(cardOf(), { now: {}, before: {} }).number).toBe('–');
    expect(textOf(cardOf(), { now: {}, before: {} }, { stats: buildStats() }).number).toBe('0');
  });

  it('is a gauge’s value now, from Postgres, or at the end of a period that is over', () => {
    const gauge = cardOf({ metricType: 'gauge' });
    const numbers = { now: { value: 5 }, before: { value: 14 } };
    const text = textOf(gauge, numbers);
    expect([text.number, text.what, text.change?.amount]).toEqual(['7', 'now', '−50 %']);
    const over = textOf(gauge, numbers, { isOver: true });
    expect([over.number, over.what]).toEqual(['5', 'at the end of last hour']);
    const several = textOf(gauge, numbers, { stats: { ...stats, series: 2 } });
    expect([several.number, several.what]).toEqual(['3.5', 'average of 2 series, now']);
  });

  it('is the bucket of a histogram’s quantile; in the same bucket nothing has changed', () => {
    const histogram = cardOf({ metricType: 'histogram', metricName: 'load_seconds', buckets: [1, 2, 5] });
    const text = textOf(histogram, { now: { value: 1.2, count: 9 }, before: { value: 1.9, count: 1 } });
    expect([text.number, text.unit, text.what, text.note, text.change?.amount]).toEqual([
      '1 – 2',
      's',
      'p75, last hour',
      '9 observations',
      'no change',
    ]);
  });

  it('is a summary’s own quantile of the last ten minutes, and says so', () => {
    const summary = cardOf({ metricType: 'summary', quantiles: [0.5, 0.9], labels: { plan: '' } });
    expect(textOf(summary, { now: { value: 3, count: 2 }, before: {} }).what).toBe('highest p90, last 10 minutes');
  });

  it('is the verdict of a web vital, at its limits too', () => {
    const buckets = [1.8, 2.5, 3, 4, 6];
    const [lcp] = cardsOf(buildConfig({ metricType: 'histogram', labels: { vital: '$vital' }, buckets }));
    const verdict = (value: number) => lcp && textOf(lcp, { now: { value, count: 1 }, before: {} }).verdict;
    expect([2.5, 2.6, 4, 4.1, 6].map(verdict)).toEqual(['good', 'needs work', 'needs work', 'poor', 'poor']);
    expect(lcp && textOf(lcp, { now: {}, before: {} })).toMatchObject({
      number: '–',
      verdict: undefined,
      note: 'good up to 2.5 s, poor over 4 s',
    });
  });

  it('is the total of Postgres without Prometheus', () => {
    expect(textOfTotals(cardOf(), stats)).toMatchObject({ number: '7', what: 'total since the beginning' });
    expect(textOfTotals(cardOf({ metricType: 'gauge' }), stats)).toMatchObject({ number: '7', what: 'value now' });
  });
});
