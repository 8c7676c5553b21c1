import type { Api } from './client.ts';
import { maybe, object, type Shaped, text, truth } from './shape.ts';

export const grafanaState = object({ available: truth, detail: maybe(text) });
export type GrafanaState = Shaped<typeof grafanaState>;

/** Whether there is a Grafana to open. */
export const fetchGrafana = (api: Api) => api.call({ path: '/grafana', answer: grafanaState });

/** An address that opens Grafana for the person who is signed in, once. `path` is one of Grafana's own, such as `/d/…`. */
export const fetchGrafanaTicket = async (api: Api, path?: string) =>
  (
    await api.call({
      method: 'POST',
      path: '/grafana/ticket',
      body: path === undefined ? {} : { path },
      answer: object({ url: text }),
    })
  ).url;
