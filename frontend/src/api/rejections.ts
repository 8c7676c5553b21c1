import type { Api } from './client.ts';
import { listOf, number, object, orNull, type Shaped, text } from './shape.ts';

export const rejection = object({
  code: text,
  count: number,
  lastAt: text,
  example: text,
  metricConfigId: orNull(text),
});
export type AccountRejection = Shaped<typeof rejection>;

export const rejectionPage = object({ rejections: listOf(rejection), total: number });

/** What was refused for the whole account, whatever metric it was meant for. */
export const fetchRejections = async (api: Api) =>
  (await api.call({ path: '/rejections?limit=100', answer: rejectionPage })).rejections;
