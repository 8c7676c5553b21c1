import type { Api } from './client.ts';
import { maybe, object, type Shaped, text, truth } from './shape.ts';

export const grafanaState = object({ available: truth, detail: maybe(text) });
export type GrafanaState = Shaped<typeof grafanaState>;

/** Whether there is a Grafana to open. */
export const fetchGrafana = (api: Api) => api.call({ path: '/grafana', answer: grafanaState });
