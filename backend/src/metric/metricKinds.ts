import { type MetricType, metricTypes } from '../contract/metricTypes.ts';
import type { MetricKind, MetricKinds } from './metricKind.ts';
import { counter } from './types/counter.ts';
import { gauge } from './types/gauge.ts';
import { histogram } from './types/histogram.ts';
import { summary } from './types/summary.ts';

export const metricKinds: MetricKinds = { counter, gauge, histogram, summary };

/** The types whose kind has a property, for SQL. */
export function typesWith(has: (kind: MetricKind) => boolean): MetricType[] {
  return metricTypes.filter((type) => has(metricKinds[type]));
}
