import { z } from 'zod';
import { count, time, timeOrNull, total, uuid } from './fields.ts';

/** What Postgres holds of one configuration right now: ahead of Prometheus, which hears of it with the next push and scrape. */
export const metricStats = z.object({
  total: z.number().meta({ description: 'Sum over all series; observations for histograms and summaries.' }),
  series: z.int().meta({ description: 'Series that Prometheus sees of this metric.' }),
  lastSampleAt: timeOrNull,
  overflowing: z.boolean().meta({ description: 'Label sets past `maxSeries` are being counted together.' }),
  /** The most frequent first. */
  rejections: z.array(z.object({ code: z.string().meta({ description: 'Why.' }), count, lastAt: time })),
});
export type MetricStats = z.infer<typeof metricStats>;

export const listedMetricStats = metricStats.extend({ metricConfigId: uuid });
export type ListedMetricStats = z.infer<typeof listedMetricStats>;

/** A label set: `value` of a counter or gauge, `count` and `sum` of a histogram or summary. */
export const series = z.object({
  labels: z.record(z.string(), z.string()),
  value: z.number().meta({ description: 'Of a counter or gauge.' }).exactOptional(),
  count: z.number().meta({ description: 'Observations of a histogram or summary.' }).exactOptional(),
  sum: z.number().meta({ description: 'Of these observations.' }).exactOptional(),
  lastSampleAt: timeOrNull,
  isOverflow: z.boolean().meta({ description: 'Holds what went past `maxSeries`.' }),
});
export type PresentedSeries = z.infer<typeof series>;

export const seriesPage = z.object({
  series: z.array(series),
  total,
  exportedSeries: z.int().meta({ description: 'Series that Prometheus sees.' }),
  maxSeries: z.int(),
  labels: z.array(z.object({ name: z.string(), values: z.int() })),
});
export type PresentedSeriesPage = z.infer<typeof seriesPage>;
