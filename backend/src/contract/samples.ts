import { z } from 'zod';
import { exactPartial } from './exactPartial.ts';
import { limits } from './limits.ts';
import { metricType } from './metricConfigs.ts';

const { sample: max, batch } = limits;
const value = z.number().min(-max.absoluteValue).max(max.absoluteValue);

/** What the API publishes of a sample; `ingestion/sample.ts` decides, and says what is wrong in words. */
export const sample = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(max.name)
    .meta({ description: 'A metric of yours: as configured, or as Prometheus knows it.' }),
  ...exactPartial({
    type: metricType.meta({ description: "When given, must be the metric's." }),
    value: z.union([value, z.array(value).min(1).max(max.values)]).meta({
      description:
        'Counter: increment, 0 or more, 1 when absent. Gauge: the value. Histogram, summary: one observation or several.',
    }),
    labels: z.record(z.string(), z.string()).meta({ maxProperties: max.labels }),
    timestamp: z.union([z.number().min(max.earliestMs), z.string().meta({ format: 'date-time' })]).meta({
      description: 'Epoch milliseconds or RFC 3339, from the year 2000 on; orders the values of a gauge, nothing else.',
    }),
    ageMs: z
      .number()
      .min(0)
      .max(max.ageMs)
      .meta({ description: 'Instead of a timestamp, for clocks that may be wrong.' }),
    op: z.enum(['set', 'add']).meta({ default: 'set', description: 'Gauges: `add` moves the value.' }),
  }),
});

export const batchId = z.string().meta({
  pattern: '^[\\x20-\\x7e]{1,255}$',
  description: 'Counts once in 24 h per account, whatever else the repeat holds.',
});

export const pushMetrics = z.strictObject({
  batchId: batchId.exactOptional(),
  metrics: z.array(sample).min(1).max(batch.samples),
  dropped: z
    .int()
    .min(0)
    .max(batch.dropped)
    .meta({
      description:
        'Entries that the sender gave up since its last batch; counted as the rejection `dropped_by_sender`.',
    })
    .exactOptional(),
  robot: z
    .boolean()
    .meta({
      description: 'The sender says that it is a robot: its samples are left out, unless the key has `countRobots`.',
    })
    .exactOptional(),
});

export const pushMetricsWithCredentials = pushMetrics.extend({ apiKey: z.string(), apiSecret: z.string() }).meta({
  description: 'A CORS simple request: the credentials travel in the body, and no preflight is needed.',
});

export const pushResult = z.object({
  accepted: z.int().min(0),
  rejected: z.array(
    z.object({
      index: z.int().min(0).meta({ description: 'Place in `metrics`.' }),
      code: z.string().meta({ description: 'Why; listed in docs/api.md.' }),
      detail: z.string().meta({ description: 'For people.' }),
    }),
  ),
  duplicate: z.boolean().meta({ description: 'The batch id has been counted before; nothing was added.' }),
  leftOut: z
    .int()
    .min(1)
    .meta({ description: 'Samples that were left out because a robot sent them; absent when none were.' })
    .exactOptional(),
});
