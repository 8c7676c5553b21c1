import {
  json,
  jsonBody,
  object,
  type Paths,
  problems,
  ref,
  type Schema,
  session,
  sessionBodyProblems,
  sessionProblems,
  text,
} from './build.ts';

export const grafanaSchemas: Readonly<Record<string, Schema>> = {
  Grafana: object({ available: { type: 'boolean' }, detail: text('Why not, and what to do about it; for people.') }, [
    'detail',
  ]),
  CreateGrafanaTicket: object(
    {
      path: text('Path of a dashboard in Grafana, with its query, or `/` for all of your metrics.', {
        default: '/',
        examples: ['/d/uvp-counter?var-metric=visits_total'],
      }),
    },
    ['path'],
  ),
};

export const grafanaPaths: Paths = {
  '/api/v1/grafana': {
    get: {
      operationId: 'getGrafana',
      tags: ['grafana'],
      summary: 'Can graphs be opened in Grafana?',
      security: session,
      responses: { 200: json('The state of Grafana.', ref('Grafana')), ...problems(400), ...sessionProblems },
    },
  },
  '/api/v1/grafana/ticket': {
    post: {
      operationId: 'createGrafanaTicket',
      tags: ['grafana'],
      summary: 'Get an address that opens Grafana as you, once, within 30 seconds',
      security: session,
      requestBody: jsonBody(ref('CreateGrafanaTicket'), false),
      responses: {
        201: json(
          'Open it in a browser; it sets a cookie and leads to the dashboard.',
          object({ url: { type: 'string', format: 'uri' } }),
        ),
        ...sessionBodyProblems,
      },
    },
  },
};
