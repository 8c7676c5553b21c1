import { json, list, object, type Paths, problems, ref, type Schema, text } from './build.ts';

const batchId = text('Counts once in 24 h per account, whatever else the repeat holds.', {
  pattern: '^[\\x20-\\x7e]{1,255}$',
});
const metrics = list(ref('Sample'), { minItems: 1, maxItems: 1000 });
const dropped: Schema = {
  type: 'integer',
  minimum: 0,
  maximum: 1e9,
  description: 'Entries that the sender gave up since its last batch; counted as the rejection `dropped_by_sender`.',
};
const value: Schema = { type: 'number', minimum: -1e12, maximum: 1e12 };

export const metricsSchemas: Readonly<Record<string, Schema>> = {
  Sample: {
    ...object(
      {
        name: text('A metric of yours: as configured, or as Prometheus knows it.', { minLength: 1, maxLength: 206 }),
        type: { ...ref('MetricType'), description: "When given, must be the metric's." },
        value: {
          oneOf: [value, list(value, { minItems: 1, maxItems: 1000 })],
          description:
            'Counter: increment, 0 or more, 1 when absent. Gauge: the value. Histogram, summary: one observation or several.',
        },
        labels: { type: 'object', maxProperties: 20, additionalProperties: { type: 'string' } },
        timestamp: {
          oneOf: [
            { type: 'number', minimum: 946_684_800_000 },
            { type: 'string', format: 'date-time' },
          ],
          description:
            'Epoch milliseconds or RFC 3339, from the year 2000 on; orders the values of a gauge, nothing else.',
        },
        ageMs: {
          type: 'number',
          minimum: 0,
          maximum: 604_800_000,
          description: 'Instead of a timestamp, for clocks that may be wrong.',
        },
        op: { type: 'string', enum: ['set', 'add'], default: 'set', description: 'Gauges: `add` moves the value.' },
      },
      ['type', 'value', 'labels', 'timestamp', 'ageMs', 'op'],
    ),
    additionalProperties: false,
  },
  PushMetrics: { ...object({ batchId, metrics, dropped }, ['batchId', 'dropped']), additionalProperties: false },
  PushMetricsWithCredentials: {
    ...object({ apiKey: { type: 'string' }, apiSecret: { type: 'string' }, batchId, metrics, dropped }, [
      'batchId',
      'dropped',
    ]),
    additionalProperties: false,
    description: 'A CORS simple request: the credentials travel in the body, and no preflight is needed.',
  },
  PushResult: object({
    accepted: { type: 'integer', minimum: 0 },
    rejected: list(
      object({
        index: { type: 'integer', minimum: 0, description: 'Place in `metrics`.' },
        code: text('Why; listed in docs/api.md.'),
        detail: text('For people.'),
      }),
    ),
    duplicate: { type: 'boolean', description: 'The batch id has been counted before; nothing was added.' },
  }),
};

export const metricsPaths: Paths = {
  '/api/v1/metrics': {
    post: {
      operationId: 'pushMetrics',
      tags: ['metrics'],
      summary: 'Send samples',
      description:
        'Answered after the samples are committed. Answers carry CORS headers for every origin. The secret is an API secret (servers) or a browser token (pages).',
      security: [{ apiKey: [], apiSecret: [] }, {}],
      parameters: [
        { name: 'Idempotency-Key', in: 'header', schema: batchId, description: 'Instead of `batchId` in the body.' },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: ref('PushMetrics') },
          'text/plain': { schema: ref('PushMetricsWithCredentials') },
        },
      },
      responses: {
        202: json('Counted, except what `rejected` lists.', ref('PushResult')),
        ...problems(400, 401, 403, 405, 408, 413, 415, 429, 503),
      },
    },
  },
};
