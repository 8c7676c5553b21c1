import { describe, expect, it } from 'vitest';
import { metricTypes } from '../../backend/src/contract/metricTypes.ts';
import { toHeatmap } from '../src/graph/chartData.ts';
import { queriesOf } from '../src/graph/promql.ts';
import { viewsOf } from '../src/graph/views.ts';
import { estimateSeries } from '../src/metric/estimate.ts';
import { emptyDraft, exportedNames, type MetricDraft } from '../src/metric/metricDraft.ts';
import { render } from './renderedSeries.ts';

/** Metrics with options that are easy to write in two ways. */
const drafts: readonly MetricDraft[] = [
  { ...emptyDraft, metricName: 'visits', metricType: 'counter' },
  { ...emptyDraft, metricName: 'visits_total', metricType: 'counter' },
  { ...emptyDraft, metricName: 'queue', metricType: 'gauge' },
  { ...emptyDraft, metricName: 'duration_seconds', metricType: 'histogram', buckets: [0, 1e-7, 0.005, 1, 1e21] },
  { ...emptyDraft, metricName: 'size_bytes', metricType: 'summary', quantiles: [1e-7, 0.5, 0.95, 0.999] },
];

it('every type is looked at', () => {
  expect(new Set(drafts.map(({ metricType }) => metricType))).toEqual(new Set(metricTypes));
});

describe.each(drafts)('what the platform exports of the $metricType $metricName', (draft) => {
  const series = render(draft);

  it('has the names that the dashboard shows', () => {
    expect([...new Set(series.map(({ name }) => name))].sort()).toEqual([...exportedNames(draft)].sort());
  });

  it('is as many series as the dashboard estimates', () => {
    expect(series.length).toBe(estimateSeries(draft).series);
  });

  it('is found by every query of the dashboard, with the labels that it asks for', () => {
    const selectors = new RegExp(`\\b(${draft.metricName}\\w*)(?:\\{quantile="([^"]*)"\\})?`, 'g');
    for (const { id } of viewsOf(draft.metricType))
      for (const { promql } of queriesOf(draft, id, 60)) {
        const asked = [...promql.matchAll(selectors)];
        expect(asked.length, promql).toBeGreaterThan(0);
        for (const [, name, quantile] of asked) {
          const found = series.filter((one) => one.name === name && one.labels.quantile === quantile);
          expect(found.length, promql).toBeGreaterThan(0);
        }
      }
  });
});

it('the bounds of buckets are those of the heatmap', () => {
  const [histogram] = drafts.filter(({ metricType }) => metricType === 'histogram');
  if (!histogram) throw new Error('there is no histogram');
  const buckets = render(histogram).flatMap(({ labels, value }) =>
    labels.le === undefined ? [] : [{ labels, points: [[0, value]] as const }],
  );
  const rows = toHeatmap(buckets, [0]);
  expect(rows.map(({ name }) => name)).toEqual(['≤ 0', '≤ 0.0000001', '≤ 0.005', '≤ 1', '≤ 1,000,000,000T', 'more']);
  expect(rows.map(({ values: [value] }) => value)).toEqual([1, 2, 3, 4, 5, 6]);
});
