import { batchId } from '../../contract/samples.ts';
import { toSchema } from '../../contract/toSchema.ts';
import { json, type Paths, problems, ref } from './build.ts';

const { type, pattern } = toSchema(batchId);

export const metricsPaths: Paths = {
  '/api/v1/metrics': {
    post: {
      operationId: 'pushMetrics',
      tags: ['metrics'],
      summary: 'Send samples',
      description:
        'Answered after the samples are committed. Answers carry CORS headers for every origin. The secret is an API secret (servers) or the token of a page: a browser token writes one metric, a site token those with `inPages`.',
      security: [{ apiKey: [], apiSecret: [] }, {}],
      parameters: [
        {
          name: 'Idempotency-Key',
          in: 'header',
          schema: { type, pattern },
          description: 'Instead of `batchId` in the body.',
        },
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
