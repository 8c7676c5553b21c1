import { describe, expect, it } from 'vitest';
import { quantileName, queriesOf, rankingQuery, windowOf } from './promql.ts';
import { viewsOf } from './views.ts';

const metric = (metricType: 'counter' | 'gauge' | 'histogram' | 'summary') => ({
  metricName: 'x',
  metricType,
  labels: { plan: '', shop: '' },
  quantiles: [0.5, 0.9],
});

describe('queriesOf', () => {
  it.each([
    ['counter', 'rate', ['60 * sum (rate(x_total[60s]))']],
    ['gauge', 'max', ['max (x)']],
    ['histogram', 'heatmap', ['sum by (le) (increase(x_bucket[60s]))']],
    ['summary', 'quantiles', ['max (x{quantile="0.5"})', 'max (x{quantile="0.9"})']],
  ] as const)('of a %s, %s', (type, view, expected) => {
    expect(queriesOf(metric(type), view, 60).map(({ promql }) => promql)).toEqual(expected);
  });

  it.each([
    ['counter', 'total', 'sum by (plan) (x_total{plan=~"a|"})', 'sum (x_total{plan!~"a|"})'],
    [
      'histogram',
      'mean',
      'sum by (plan) (rate(x_sum{plan=~"a|"}[60s])) / sum by (plan) (rate(x_count{plan=~"a|"}[60s]))',
      'sum (rate(x_sum{plan!~"a|"}[60s])) / sum (rate(x_count{plan!~"a|"}[60s]))',
    ],
    [
      'histogram',
      'quantiles',
      'histogram_quantile(0.95, sum by (le, plan) (rate(x_bucket{plan=~"a|"}[60s])))',
      'histogram_quantile(0.95, sum by (le) (rate(x_bucket{plan!~"a|"}[60s])))',
    ],
    ['gauge', 'avg', 'avg by (plan) (x{plan=~"a|"})', 'avg (x{plan!~"a|"})'],
    ['summary', 'quantiles', 'max by (plan) (x{plan=~"a|",quantile="0.9"})', 'max (x{plan!~"a|",quantile="0.9"})'],
  ] as const)('of a %s, %s: some values of a label, and the rest', (type, view, shown, rest) => {
    const part = { label: 'plan', values: ['a', ''] };
    expect(queriesOf(metric(type), view, 60, { ...part, isRest: false }).map(({ promql }) => promql)).toEqual([shown]);
    expect(queriesOf(metric(type), view, 60, { ...part, isRest: true }).map(({ promql }) => promql)).toEqual([rest]);
  });

  it('takes values literally, whatever they hold', () => {
    const part = { label: 'path', values: ['/a.b|c\\d"{}\n'], isRest: false };
    expect(queriesOf(metric('counter'), 'total', 60, part)[0]?.promql).toBe(
      String.raw`sum by (path) (x_total{path=~"/a\\.b\\|c\\\\d\"\\{\\}\n"})`,
    );
  });

  it('takes rates over the window: a whole step, and at least four scrapes', () => {
    expect(windowOf(15)).toBe(60);
    expect(queriesOf(metric('counter'), 'rate', windowOf(3600))[0]?.promql).toContain('[3600s]');
  });

  it('has queries for every view of every type', () => {
    for (const type of ['counter', 'gauge', 'histogram', 'summary'] as const)
      for (const { id } of viewsOf(type)) expect(queriesOf(metric(type), id, 60).length).toBeGreaterThan(0);
  });
});

it('calls a line the highest of several series, unless its label is the only one', () => {
  const names = (labels: Record<string, string>, label?: string) =>
    queriesOf(
      { ...metric('summary'), labels },
      'quantiles',
      60,
      label === undefined ? undefined : { label, values: ['a'], isRest: false },
    ).map(({ name }) => name);
  expect(names({ plan: '' })).toEqual(['highest p50', 'highest p90']);
  expect(names({ plan: '' }, 'plan')).toEqual(['p90']);
  expect(names({})).toEqual(['p50', 'p90']);
});

it('takes p75 of web vitals, as Google does', () => {
  const vitals = { ...metric('histogram'), labels: { vital: '$vital' } };
  expect(queriesOf(vitals, 'quantiles', 60).map(({ name }) => name)).toEqual(['p75']);
  const part = { label: 'vital', values: ['CLS'], isRest: false };
  expect(queriesOf(vitals, 'quantiles', 60, part)[0]?.promql).toContain('histogram_quantile(0.75,');
});

describe('rankingQuery', () => {
  it.each([
    ['counter', 'rate', 'sum by (plan) (increase(x_total[900s]))'],
    ['counter', 'total', 'sum by (plan) (x_total)'],
    ['gauge', 'avg', 'avg by (plan) (avg_over_time(x[900s]))'],
    ['gauge', 'max', 'max by (plan) (max_over_time(x[900s]))'],
    ['histogram', 'quantiles', 'sum by (plan) (increase(x_count[900s]))'],
  ] as const)('of a %s, %s', (type, view, expected) => {
    expect(rankingQuery(metric(type), view, 'plan', 900)).toBe(expected);
  });
});

it('names quantiles as people do', () => {
  expect([0.5, 0.99, 0.999].map(quantileName)).toEqual(['p50', 'p99', 'p99.9']);
});
