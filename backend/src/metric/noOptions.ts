import type { MetricOptions } from './metricKind.ts';

/** Of a type that has no options. */
export const noOptions: MetricOptions = { buckets: null, quantiles: null };
