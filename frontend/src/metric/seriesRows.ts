import type { MetricConfig, SeriesPage } from '../api/metricConfigs.ts';
import type { CsvCell } from './csv.ts';

/** The label sets of a metric as rows of a file, below their heading. */
export function seriesRows(
  { labels, metricType }: Pick<MetricConfig, 'labels' | 'metricType'>,
  series: SeriesPage['series'],
): CsvCell[][] {
  const names = Object.keys(labels);
  const isDistribution = metricType === 'histogram' || metricType === 'summary';
  const rows = series.map(({ labels: own, value, count = 0, sum = 0, lastSampleAt, isOverflow }) => [
    ...names.map((name) => own[name] ?? ''),
    ...(isDistribution ? [count, sum] : [value ?? null]),
    lastSampleAt,
    isOverflow ? 'past the limit' : '',
  ]);
  const numbers = isDistribution ? ['Count', 'Sum'] : ['Value'];
  return [[...names, ...numbers, 'Last sample', 'Note'], ...rows];
}
