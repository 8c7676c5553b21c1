import { z } from 'zod';
import { exactPartial } from './exactPartial.ts';
import { personText, time, timeOrNull, uuid } from './fields.ts';
import { limits } from './limits.ts';
import { metricTypes } from './metricTypes.ts';
import { scriptOptions } from './scriptOptions.ts';

const { metric } = limits;

export const metricType = z.enum(metricTypes);

/** Of a new metric whose owner says nothing of them. */
const defaults = { autoTrack: false, inPages: true, isActive: true, maxSeries: 1_000 };

/** What its owner says about a metric. A field that is added here is published, checked and answered, and the dashboard reads it. */
const settable = {
  name: personText(metric.name, 'For people.'),
  description: z.string().max(metric.description).nullable(),
  metricName: z
    .string()
    .max(metric.metricName)
    .meta({ pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$', description: 'Samples name it so. Fixed once there is data.' }),
  metricType,
  labels: z.record(z.string(), z.string()).meta({
    maxProperties: metric.labels,
    description:
      'Declared label names and their defaults; a default such as `$path` is filled by the script in the page.',
  }),
  autoTrack: z
    .boolean()
    .meta({ default: defaults.autoTrack, description: 'The script sends by itself: `trackingEvents`, or page views.' }),
  trackingEvents: z
    .array(z.string())
    .max(metric.trackingEvents)
    .meta({ uniqueItems: true, description: 'Built-in events or names of your own.' }),
  inPages: z.boolean().meta({
    description:
      'Pages with the tag of a whole website may add to it. By default when it has `autoTrack` or `trackingEvents`.',
  }),
  isActive: z.boolean().meta({ default: defaults.isActive, description: 'An inactive metric refuses samples.' }),
  buckets: z.array(z.number().min(0)).min(1).max(metric.buckets).meta({ uniqueItems: true }).nullable().meta({
    description: 'Upper bounds of a histogram, without +Inf; null for other types. Fixed once there is data.',
  }),
  quantiles: z
    .array(z.number().gt(0).lt(1))
    .min(1)
    .max(metric.quantiles)
    .meta({ uniqueItems: true })
    .nullable()
    .meta({ description: 'Quantiles of a summary; null for other types.' }),
  maxSeries: z.int().min(1).max(metric.maxSeries).meta({
    default: defaults.maxSeries,
    description: 'Exported series; past them new label sets are counted together under `overflow="true"`.',
  }),
};
const { name, metricName, metricType: type, ...optional } = settable;

/** Those that a script option names; given as a whole. */
const givenScriptOptions = z
  .strictObject(exactPartial(scriptOptions.shape))
  .meta({ description: 'How the generated script behaves; docs/tracking.md explains each. Given as a whole.' });

export const createMetricConfig = z.strictObject({
  name,
  metricName,
  metricType: type,
  ...exactPartial({ ...optional, scriptOptions: givenScriptOptions }),
});
/** What a caller may set. Rules that need several fields are where the whole record is known. */
export type MetricConfigInput = z.infer<typeof createMetricConfig>;

/** What a new metric has where its owner says nothing. Buckets and quantiles then follow from its name and type. */
export const metricDefaults: Omit<Required<MetricConfigInput>, 'name' | 'metricName' | 'metricType'> = {
  description: null,
  labels: {},
  trackingEvents: [],
  buckets: null,
  quantiles: null,
  scriptOptions: {},
  ...defaults,
};

export const updateMetricConfig = z
  .strictObject(exactPartial({ ...settable, scriptOptions: givenScriptOptions }))
  .meta({ description: 'Only the fields that are given change.' });
export type MetricConfigChanges = z.infer<typeof updateMetricConfig>;

/** A field of a record that its owner sets. */
export type SettableField = keyof typeof settable | 'scriptOptions';
export const settableFields = Object.keys(updateMetricConfig.shape) as SettableField[];

export const metricConfig = z.object({
  id: uuid,
  ...settable,
  scriptOptions,
  exportedName: z.string().meta({ description: "The family's name in Prometheus: a counter ends in `_total`." }),
  previousTokenExpiresAt: timeOrNull.meta({
    description: 'Until then browser tokens from before the last revocation work, too; null when none do.',
  }),
  createdAt: time,
  updatedAt: time,
});
export type PresentedMetricConfig = z.infer<typeof metricConfig>;
