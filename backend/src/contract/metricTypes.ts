/** The four Prometheus types, as the spec's enum has them. */
export const metricTypes = ['counter', 'gauge', 'histogram', 'summary'] as const;
export type MetricType = (typeof metricTypes)[number];
