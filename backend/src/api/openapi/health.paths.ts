import { json, type Operation, object, type Paths, ref, type Schema, text } from './build.ts';

const check = ref('HealthCheck');

export const healthSchemas: Readonly<Record<string, Schema>> = {
  HealthCheck: object(
    {
      status: { type: 'string', enum: ['up', 'degraded', 'down', 'absent'], description: '`absent`: not configured.' },
      latencyMs: { type: 'number', minimum: 0 },
      detail: { type: 'string' },
    },
    ['latencyMs', 'detail'],
  ),
  Health: object({
    status: {
      type: 'string',
      enum: ['ok', 'degraded', 'down', 'stopping'],
      description:
        '`down`: samples cannot be stored. `degraded`: stored, but late in the graphs. `stopping`, of `/health/ready` only: the process is about to end, send requests elsewhere.',
    },
    version: text('Version of the server.'),
    uptimeSeconds: { type: 'integer', minimum: 0 },
    checks: object({ database: check, pushgateway: check, prometheus: check }),
  }),
  Live: object({
    status: { type: 'string', const: 'ok' },
    version: { type: 'string' },
    uptimeSeconds: { type: 'integer', minimum: 0 },
  }),
};

const report = (operationId: string, summary: string): Operation => ({
  operationId,
  tags: ['health'],
  summary,
  security: [],
  responses: {
    200: json('Samples can be stored.', ref('Health')),
    503: json('Samples cannot be stored right now, or the process is stopping.', ref('Health')),
  },
});

export const healthPaths: Paths = {
  '/api/v1/health': { get: report('getHealth', 'How the parts are') },
  '/api/v1/health/ready': { get: report('getReadiness', 'May requests be sent here?') },
  '/api/v1/health/live': {
    get: {
      operationId: 'getLiveness',
      tags: ['health'],
      summary: 'Is the process alive? Asks nobody else',
      security: [],
      responses: { 200: json('It is.', ref('Live')) },
    },
  },
};
