import {
  idParameter,
  json,
  list,
  object,
  type Paths,
  pageParameters,
  problems,
  ref,
  type Schema,
  session,
  sessionProblems,
  text,
  time,
  timeOrNull,
} from './build.ts';

const series: Schema = object(
  {
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    value: { type: 'number', description: 'Of a counter or gauge.' },
    count: { type: 'number', description: 'Observations of a histogram or summary.' },
    sum: { type: 'number', description: 'Of these observations.' },
    lastSampleAt: timeOrNull,
    isOverflow: { type: 'boolean', description: 'Holds what went past `maxSeries`.' },
  },
  ['value', 'count', 'sum'],
);

const rejection: Schema = object({
  code: text('Why, e.g. `undeclared_label`.'),
  count: { type: 'integer' },
  lastAt: time,
  example: text('The last one in words; holds no secret and no label value.'),
  metricConfigId: { type: ['string', 'null'], format: 'uuid', description: 'Null when they belong to no metric.' },
});

const unknownName: Schema = object({
  name: text('As the samples had it.'),
  code: text('`unknown_metric`, or `metric_deleted` when a metric of this name was deleted less than a day ago.'),
  metricType: {
    oneOf: [ref('MetricType'), { type: 'null' }],
    description: 'As a sample named it last; without one, that of the metric that was deleted.',
  },
  labels: list({ type: 'string' }),
  count: { type: 'integer' },
  lastAt: time,
});

/** What answers "how many series is this?" and "why is my number missing?". */
export const insightPaths: Paths = {
  '/api/v1/metric-configs/{id}/series': {
    get: {
      operationId: 'listSeries',
      tags: ['metric-configs'],
      summary: 'The series of a metric with their totals, and its labels by number of values',
      security: session,
      parameters: [idParameter, ...pageParameters],
      responses: {
        200: json(
          'A page: the overflow series first, then by total.',
          object({
            series: list(series),
            total: { type: 'integer' },
            exportedSeries: { type: 'integer', description: 'Series that Prometheus sees.' },
            maxSeries: { type: 'integer' },
            labels: list(object({ name: { type: 'string' }, values: { type: 'integer' } })),
          }),
        ),
        ...problems(400, 404),
        ...sessionProblems,
      },
    },
  },
  '/api/v1/rejections': {
    get: {
      operationId: 'listRejections',
      tags: ['metrics'],
      summary: 'What was refused in the whole account, by reason, the most recent first',
      security: session,
      parameters: pageParameters,
      responses: {
        200: json('A page.', object({ rejections: list(rejection), total: { type: 'integer' } })),
        ...problems(400),
        ...sessionProblems,
      },
    },
  },
  '/api/v1/rejections/names': {
    get: {
      operationId: 'listUnknownNames',
      tags: ['metrics'],
      summary: 'Names that refused samples had and no metric has, with what it takes to create the metric',
      description:
        'The names of the last seven days, the most recent first, up to 100. `others` counts the samples of further names, and of names that no metric can have. A name may be a second late here.',
      security: session,
      parameters: pageParameters,
      responses: {
        200: json(
          'A page.',
          object({ names: list(unknownName), total: { type: 'integer' }, others: { type: 'integer' } }),
        ),
        ...problems(400),
        ...sessionProblems,
      },
    },
  },
};
