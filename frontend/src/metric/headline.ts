import type { MetricStats } from '../api/metricConfigs.ts';
import { formatCount, formatNumber } from '../format.ts';
import type { MetricType } from './metricDraft.ts';

/** The number that a metric is shown with, the same on every screen. */
export interface Headline {
  readonly title: string;
  /** NaN when there is none yet. */
  readonly value: number;
  /** What the number is of, where the title does not say it. */
  readonly note: string;
}

/** A counter's total, how many observations a distribution has, and the average of a gauge's series, which its graph shows too. */
export function headlineOf(type: MetricType, { total, series }: Pick<MetricStats, 'total' | 'series'>): Headline {
  if (type === 'counter') return { title: 'Total', value: total, note: '' };
  if (type !== 'gauge') return { title: 'Observations', value: total, note: '' };
  if (series <= 1) return { title: 'Value', value: series === 0 ? Number.NaN : total, note: '' };
  const note = `of ${formatCount(series, 'series', 'series')}; their sum is ${formatNumber(total)}`;
  return { title: 'Average', value: total / series, note };
}
