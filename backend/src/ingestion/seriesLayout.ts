import type { MetricType } from '../contract/metricTypes.ts';

/** How one label set of a metric is stored and exported. */
export interface SeriesLayout {
  /** Totals that it owns, one after another. */
  readonly slotCount: number;
  /** Series that Prometheus sees of it. */
  readonly exportedSeries: number;
}

/**
 * - counter, gauge: the value;
 * - histogram: plain (not cumulative) counts of the buckets in ascending order, the one to +Inf, the sum. Exports a series per bucket,
 *   `_sum` and `_count`;
 * - summary: the count, the sum. Exports a series per quantile, `_sum` and `_count`.
 */
export function seriesLayout(type: MetricType, buckets: readonly number[], quantiles: readonly number[]): SeriesLayout {
  switch (type) {
    case 'counter':
    case 'gauge':
      return { slotCount: 1, exportedSeries: 1 };
    case 'histogram':
      return { slotCount: buckets.length + 2, exportedSeries: buckets.length + 3 };
    case 'summary':
      return { slotCount: 2, exportedSeries: quantiles.length + 2 };
  }
}
