import { idParameter, json, type Paths, pageParameters, problems, ref, session, sessionProblems } from './build.ts';

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
        200: json('A page: the overflow series first, then by total.', ref('SeriesPage')),
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
        200: json('A page.', ref('RejectionPage')),
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
        200: json('A page.', ref('UnknownNamePage')),
        ...problems(400),
        ...sessionProblems,
      },
    },
  },
};
