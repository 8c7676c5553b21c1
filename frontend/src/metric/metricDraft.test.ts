import { describe, expect, it } from 'vitest';
import { estimateSeries } from './estimate.ts';
import {
  draftOf,
  emptyDraft,
  exportedNames,
  metricNameFault,
  newMetricAddress,
  suggestMetricName,
} from './metricDraft.ts';

describe('suggestMetricName', () => {
  it.each([
    ['Page views', 'page_views'],
    ['Café-Besuche (neu)', 'cafe_besuche_neu'],
    ['  24h sales ', 'm_24h_sales'],
    ['日本', ''],
  ])('makes %j a name', (name, metricName) => {
    expect(suggestMetricName(name)).toBe(metricName);
    if (metricName !== '') expect(metricNameFault(metricName)).toBeUndefined();
  });
});

describe('draftOf', () => {
  it('fills in what refused samples of servers had, and what is missing as for a new metric', () => {
    const address = newMetricAddress({ name: 'heap_bytes', metricType: 'gauge', labels: ['host', 'zone'] });
    expect(draftOf(new URLSearchParams(address.split('?')[1]))).toEqual({
      ...emptyDraft,
      name: 'heap_bytes',
      metricName: 'heap_bytes',
      metricType: 'gauge',
      labels: { host: '', zone: '' },
      inPages: false,
    });
    expect(draftOf(new URLSearchParams('metricName=jobs&metricType=nonsense'))).toMatchObject({
      metricType: 'counter',
    });
    expect(draftOf(new URLSearchParams('template=errors'))).toBeUndefined();
  });
});

describe('exportedNames', () => {
  it('are those of Prometheus', () => {
    expect(exportedNames({ metricName: 'x', metricType: 'counter' })).toEqual(['x_total']);
    expect(exportedNames({ metricName: 'x_total', metricType: 'counter' })).toEqual(['x_total']);
    expect(exportedNames({ metricName: 'x', metricType: 'histogram' })).toEqual(['x_bucket', 'x_sum', 'x_count']);
    expect(exportedNames({ metricName: 'x', metricType: 'summary' })).toEqual(['x', 'x_sum', 'x_count']);
  });
});

describe('estimateSeries', () => {
  it('multiplies the labels, and counts what one label set of a histogram costs', () => {
    const draft = { ...emptyDraft, labels: { device: '$device', event: '$event' }, trackingEvents: ['a', 'b'] };
    expect(estimateSeries(draft).series).toBe(6);
    expect(estimateSeries({ ...draft, metricType: 'histogram', buckets: [1, 2] }).series).toBe(30);
  });

  it('warns of labels without end, and when the limit is passed', () => {
    const estimate = estimateSeries({
      ...emptyDraft,
      labels: { user_id: '', title: '$title', plan: 'free' },
      maxSeries: 100,
    });
    expect(estimate.labels.map(({ warning }) => warning !== undefined)).toEqual([true, true, false]);
    expect(estimate.exceedsLimit).toBe(true);
  });
});
