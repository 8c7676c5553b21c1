import { json, type Paths, problems, ref, session, sessionProblems } from './build.ts';

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
