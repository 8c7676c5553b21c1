import { type Operation, object, type Paths, ref, type Schema, text, time } from './build.ts';

export const prometheusSchemas: Readonly<Record<string, Schema>> = {
  PrometheusAnswer: {
    ...object({ status: { type: 'string', const: 'success' }, data: {} }),
    additionalProperties: true,
    description: 'As Prometheus answers: https://prometheus.io/docs/prometheus/latest/querying/api/',
  },
  PrometheusError: {
    ...object({
      status: { type: 'string', const: 'error' },
      errorType: text('Kind of failure.'),
      error: text('What happened.'),
    }),
    description: 'Failures of these endpoints have the form of Prometheus, which is what its clients read.',
  },
};

type Parameter = Readonly<Record<string, unknown>>;
const parameter = (name: string, schema: Schema, required = false): Parameter => ({
  name,
  in: 'query',
  required,
  schema,
});
const moment: Schema = { oneOf: [{ type: 'number' }, time], description: 'Unix seconds or RFC 3339.' };
const query = parameter('query', text('PromQL; every selector is restricted to your own series.'), true);
const limit = parameter('limit', { type: 'integer', minimum: 0 });
const timeout = parameter('timeout', text('E.g. `10s`; 30 s at most.'));
const selector = parameter('match[]', { type: 'array', items: { type: 'string' }, maxItems: 1000 });
const range = [parameter('start', moment), parameter('end', moment)];

const failures = Object.fromEntries(
  [400, 401, 403, 404, 405, 413, 415, 422, 429, 503].map((status) => [
    String(status),
    { description: 'A failure.', content: { 'application/json': { schema: ref('PrometheusError') } } },
  ]),
);

function operation(operationId: string, summary: string, parameters: readonly Parameter[]): Operation {
  return {
    operationId,
    tags: ['prometheus'],
    summary,
    security: [{ session: [] }, { apiKey: [], apiSecret: [] }, { basic: [] }],
    parameters,
    responses: {
      200: { description: 'The answer.', content: { 'application/json': { schema: ref('PrometheusAnswer') } } },
      ...failures,
    },
  };
}

/** The same as a GET and as a POST, whose parameters may come as a form. */
function getAndPost(operationId: string, summary: string, parameters: readonly Parameter[]): Paths[string] {
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [String(name), schema as Schema]));
  return {
    get: operation(operationId, summary, parameters),
    post: {
      ...operation(`${operationId}ByForm`, summary, []),
      requestBody: { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties } } } },
    },
  };
}

const base = '/api/v1/prometheus/api/v1';
const name: Parameter = { name: 'name', in: 'path', required: true, schema: { type: 'string' } };

export const prometheusPaths: Paths = {
  [`${base}/query`]: getAndPost('queryInstant', 'Evaluate PromQL at one time', [
    query,
    parameter('time', moment),
    timeout,
    limit,
  ]),
  [`${base}/query_range`]: getAndPost('queryRange', 'Evaluate PromQL over a time', [
    query,
    parameter('start', moment, true),
    parameter('end', moment, true),
    parameter('step', text('Seconds, or e.g. `15s`.'), true),
    timeout,
    limit,
  ]),
  [`${base}/series`]: getAndPost('querySeries', 'Your series', [selector, ...range, limit]),
  [`${base}/labels`]: getAndPost('queryLabels', 'Label names of your series', [selector, ...range, limit]),
  [`${base}/label/{name}/values`]: {
    get: operation('queryLabelValues', 'Values of a label of your series', [name, selector, ...range, limit]),
  },
  [`${base}/format_query`]: getAndPost('formatQuery', 'Lay PromQL out', [query]),
  [`${base}/query_exemplars`]: getAndPost('queryExemplars', 'Exemplars: there are none', [query, ...range]),
  [`${base}/metadata`]: {
    get: operation('queryMetadata', 'Types and descriptions of your metrics', [
      parameter('metric', { type: 'string' }),
      limit,
    ]),
  },
  [`${base}/rules`]: { get: operation('queryRules', 'Rules: you have none', []) },
  [`${base}/alerts`]: { get: operation('queryAlerts', 'Alerts: you have none', []) },
  [`${base}/status/buildinfo`]: { get: operation('queryBuildInfo', 'Which Prometheus this speaks like', []) },
};
