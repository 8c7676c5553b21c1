import { z } from 'zod';
import { count, time, total } from './fields.ts';
import { metricType } from './metricConfigs.ts';

export const rejection = z.object({
  code: z.string().meta({ description: 'Why, e.g. `undeclared_label`.' }),
  count,
  lastAt: time,
  example: z.string().meta({ description: 'The last one in words; holds no secret and no label value.' }),
  metricConfigId: z
    .string()
    .meta({ format: 'uuid' })
    .nullable()
    .meta({ description: 'Null when they belong to no metric.' }),
});
export type PresentedRejection = z.infer<typeof rejection>;
export const rejectionPage = z.object({
  rejections: z.array(rejection),
  total,
  robotSamples: count.meta({
    description: 'Samples of robots, with any key of the account, that were left out in the last 24 hours.',
  }),
});

export const unknownName = z.object({
  name: z.string().meta({ description: 'As the samples had it.' }),
  code: z.string().meta({
    description: '`unknown_metric`, or `metric_deleted` when a metric of this name was deleted less than a day ago.',
  }),
  metricType: metricType.nullable().meta({
    description: 'As a sample named it last; without one, that of the metric that was deleted.',
  }),
  labels: z.array(z.string()),
  count,
  lastAt: time,
});
export type PresentedUnknownName = z.infer<typeof unknownName>;
export const unknownNamePage = z.object({ names: z.array(unknownName), total, others: count });
