import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../contract/limits.ts';
import { metricTypes } from '../contract/metricTypes.ts';
import { exportedName, metricNameFault } from './metricNames.ts';

describe('exportedName', () => {
  it('ends in _total for counters and only for them', () => {
    expect(exportedName('visits', 'counter')).toBe('visits_total');
    expect(exportedName('visits_total', 'counter')).toBe('visits_total');
    expect(exportedName('load_seconds', 'histogram')).toBe('load_seconds');
    expect(exportedName('load_seconds', 'summary')).toBe('load_seconds');
    expect(exportedName('basket_value', 'gauge')).toBe('basket_value');
  });
});

describe('metricNameFault', () => {
  it.each([
    'visits',
    'Visits',
    '_visits',
    'a',
    'visits_total',
    'http_requests_total',
    'up_votes',
    'upload',
    'going',
    'account',
    'x_count_total',
  ])('accepts the counter %s', (name) => expect(metricNameFault(name, 'counter')).toBeUndefined());

  it.each([
    '',
    '1st',
    'page-views',
    'page views',
    'page:views',
    'seitenaufrüfe',
    'visits\n',
    'visits{a="b"}',
    '__visits',
    'uvp_visits',
    'go_goroutines',
    'process_cpu_seconds',
    'promhttp_x',
    'pushgateway_build',
    'scrape_duration_seconds',
    'ALERTS',
    'ALERTS_FOR_STATE',
    'up',
    'push_time_seconds',
    'push_failure_time_seconds',
    'visits_bucket',
    'visits_sum',
    'visits_count',
    'visits_created',
    'visits_info',
    'a'.repeat(limits.metric.metricName + 1),
  ])('refuses %j for every type', (name) => {
    for (const type of metricTypes) expect(metricNameFault(name, type), type).toBeTypeOf('string');
  });

  it('leaves _total to counters', () => {
    expect(metricNameFault('visits_total', 'counter')).toBeUndefined();
    for (const type of ['gauge', 'histogram', 'summary'] as const)
      expect(metricNameFault('visits_total', type)).toMatch(/_total/);
  });

  it('never lets two families of one user produce a series of the same name', () => {
    const name = fc.stringMatching(/^[ab](_total|_sum|_count|_bucket)?$/);
    const metric = fc.record({ name, type: fc.constantFrom(...metricTypes) });
    const seriesOf = ({ name, type }: { name: string; type: (typeof metricTypes)[number] }) => {
      const family = exportedName(name, type);
      if (type === 'histogram') return [`${family}_bucket`, `${family}_sum`, `${family}_count`];
      return type === 'summary' ? [family, `${family}_sum`, `${family}_count`] : [family];
    };
    fc.assert(
      fc.property(metric, metric, (a, b) => {
        fc.pre(!metricNameFault(a.name, a.type) && !metricNameFault(b.name, b.type));
        fc.pre(exportedName(a.name, a.type) !== exportedName(b.name, b.type));
        expect(seriesOf(a).filter((series) => seriesOf(b).includes(series))).toEqual([]);
      }),
    );
  });
});
