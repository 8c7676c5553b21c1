import type { ListedSeries, SeriesList } from './seriesList.service.ts';

/** A label set: `value` of a counter or gauge, `count` and `sum` of a histogram or summary. */
export interface PresentedSeries {
  labels: Readonly<Record<string, string>>;
  value?: number;
  count?: number;
  sum?: number;
  lastSampleAt: string | null;
  isOverflow: boolean;
}

export function presentSeriesList({ metricType, series, ...rest }: SeriesList) {
  return { series: series.map((one) => presentSeries(metricType, one)), ...rest };
}

function presentSeries(
  metricType: SeriesList['metricType'],
  { labels, values, lastSampleAt, isOverflow }: ListedSeries,
): PresentedSeries {
  return { labels, ...totalsOf(metricType, values), lastSampleAt: lastSampleAt?.toISOString() ?? null, isOverflow };
}

function totalsOf(
  metricType: SeriesList['metricType'],
  values: readonly number[],
): Pick<PresentedSeries, 'value' | 'count' | 'sum'> {
  const [first = 0, second = 0] = values;
  switch (metricType) {
    case 'counter':
    case 'gauge':
      return { value: first };
    case 'histogram':
      return { count: values.slice(0, -1).reduce((sum, count) => sum + count, 0), sum: values.at(-1) ?? 0 };
    case 'summary':
      return { count: first, sum: second };
  }
}
