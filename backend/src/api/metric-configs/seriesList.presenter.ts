import { metricKinds } from '../../metric/metricKinds.ts';
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
  return {
    labels,
    ...metricKinds[metricType].numbers(values),
    lastSampleAt: lastSampleAt?.toISOString() ?? null,
    isOverflow,
  };
}
