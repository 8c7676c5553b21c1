import { describe, expect, it } from 'vitest';
import { quantileName, queriesOf, sparklineQuery, viewsOf, windowOf } from './promql.ts';

const metric = (metricType: 'counter' | 'gauge' | 'histogram' | 'summary') => ({
  metricName: 'x',
  metricType,
  quantiles: [0.5, 0.9],
});

describe('queriesOf', () => {
  it.each([
    ['counter', 'rate', undefined, ['60 * sum (rate(x_total[60s]))']],
    ['counter', 'total', 'plan', ['sum by (plan) (x_total)']],
    ['gauge', 'max', undefined, ['max (x)']],
    ['histogram', 'mean', 'plan', ['sum by (plan) (rate(x_sum[60s])) / sum by (plan) (rate(x_count[60s]))']],
    ['histogram', 'quantiles', 'plan', ['histogram_quantile(0.95, sum by (le, plan) (rate(x_bucket[60s])))']],
    ['histogram', 'heatmap', undefined, ['sum by (le) (increase(x_bucket[60s]))']],
    ['summary', 'quantiles', undefined, ['max (x{quantile="0.5"})', 'max (x{quantile="0.9"})']],
    ['summary', 'quantiles', 'plan', ['max by (plan) (x{quantile="0.9"})']],
  ] as const)('of a %s, %s by %s', (type, view, split, expected) => {
    expect(queriesOf(metric(type), view, split, 60).map(({ promql }) => promql)).toEqual(expected);
  });

  it('takes rates over the window: a whole step, and at least four scrapes', () => {
    expect(windowOf(15)).toBe(60);
    expect(queriesOf(metric('counter'), 'rate', undefined, windowOf(3600))[0]?.promql).toContain('[3600s]');
  });

  it('has queries for every view of every type', () => {
    for (const type of ['counter', 'gauge', 'histogram', 'summary'] as const)
      for (const { id } of viewsOf(type)) expect(queriesOf(metric(type), id, undefined, 60).length).toBeGreaterThan(0);
  });
});

it('asks for all sparklines at once', () => {
  expect(sparklineQuery([metric('counter'), metric('histogram')])).toBe(
    'sum by (__name__) ({__name__=~"x_total|x_count"})',
  );
  expect([0.5, 0.99, 0.999].map(quantileName)).toEqual(['p50', 'p99', 'p99.9']);
});
