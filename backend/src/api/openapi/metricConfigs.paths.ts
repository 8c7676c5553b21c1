import {
  idParameter,
  json,
  jsonBody,
  list,
  object,
  type Paths,
  pageParameters,
  problems,
  ref,
  session,
  sessionBodyProblems,
  sessionProblems,
} from './build.ts';

const tags = ['metric-configs'];
const one = object({ metricConfig: ref('MetricConfig') });

export const metricConfigPaths: Paths = {
  '/api/v1/metric-configs': {
    post: {
      operationId: 'createMetricConfig',
      tags,
      summary: 'Describe a metric',
      security: session,
      requestBody: jsonBody(ref('CreateMetricConfig')),
      responses: { 201: json('The configuration.', one), ...sessionBodyProblems, ...problems(409) },
    },
    get: {
      operationId: 'listMetricConfigs',
      tags,
      summary: 'List your metrics, oldest first',
      security: session,
      parameters: pageParameters,
      responses: {
        200: json('A page.', object({ metricConfigs: list(ref('MetricConfig')), total: { type: 'integer' } })),
        ...problems(400),
        ...sessionProblems,
      },
    },
  },
  '/api/v1/metric-configs/{id}': {
    get: {
      operationId: 'getMetricConfig',
      tags,
      summary: 'One metric',
      security: session,
      parameters: [idParameter],
      responses: { 200: json('The configuration.', one), ...problems(400, 404), ...sessionProblems },
    },
    put: {
      operationId: 'updateMetricConfig',
      tags,
      summary: 'Change the given fields',
      description:
        'Name, type, buckets and the labels that are there are fixed once there is data: 409 `metric_has_data`.',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(ref('UpdateMetricConfig')),
      responses: {
        200: json('The configuration after the change.', one),
        ...sessionBodyProblems,
        ...problems(404, 409),
      },
    },
    delete: {
      operationId: 'deleteMetricConfig',
      tags,
      summary: 'Delete a metric and its totals',
      description: 'History that Prometheus has scraped stays until its retention ends.',
      security: session,
      parameters: [idParameter],
      responses: { 204: { description: 'Deleted.' }, ...problems(400, 404), ...sessionProblems },
    },
  },
  '/api/v1/metric-configs/stats': {
    get: {
      operationId: 'listMetricStats',
      tags,
      summary: 'The same numbers as `/{id}/stats` for many metrics at once, in the order of the list of metrics',
      security: session,
      parameters: pageParameters,
      responses: {
        200: json('A page.', object({ stats: list(ref('ListedMetricStats')), total: { type: 'integer' } })),
        ...problems(400),
        ...sessionProblems,
      },
    },
  },
  '/api/v1/metric-configs/{id}/stats': {
    get: {
      operationId: 'getMetricStats',
      tags,
      summary: 'What has been counted and refused so far, straight from the database',
      security: session,
      parameters: [idParameter],
      responses: { 200: json('The numbers.', ref('MetricStats')), ...problems(400, 404), ...sessionProblems },
    },
  },
  '/api/v1/metric-configs/{id}/revoke-token': {
    post: {
      operationId: 'revokeToken',
      tags,
      summary: 'End the browser tokens of a metric',
      description:
        'Code generated before stops working when the overlap ends; those from before an earlier revocation now. Browsers keep script.js for five minutes, so pages that load it need as long an overlap.',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(ref('Overlap'), false),
      responses: { 200: json('The configuration.', one), ...sessionBodyProblems, ...problems(404) },
    },
  },
  '/api/v1/metric-configs/{id}/generate-code': {
    post: {
      operationId: 'generateCode',
      tags,
      summary: 'Generate the tracking code of a metric',
      security: session,
      parameters: [idParameter],
      requestBody: jsonBody(ref('GenerateCode'), false),
      responses: { 200: json('The code.', ref('GeneratedCode')), ...sessionBodyProblems, ...problems(404, 409) },
    },
  },
};
