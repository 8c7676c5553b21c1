import { json, object, type Paths, problems, ref, type Schema, session, sessionProblems, text } from './build.ts';

export const grafanaSchemas: Readonly<Record<string, Schema>> = {
  Grafana: object({ available: { type: 'boolean' }, detail: text('Why not, and what to do about it; for people.') }, [
    'detail',
  ]),
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
};
