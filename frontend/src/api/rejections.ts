import type { Api } from './client.ts';
import { listOf, number, object, oneOf, orNull, type Shaped, text } from './shape.ts';

export const rejection = object({
  code: text,
  count: number,
  lastAt: text,
  example: text,
  metricConfigId: orNull(text),
});
export type AccountRejection = Shaped<typeof rejection>;

export const rejectionPage = object({ rejections: listOf(rejection), total: number });

export const unknownName = object({
  name: text,
  code: text,
  metricType: orNull(oneOf(['counter', 'gauge', 'histogram', 'summary'])),
  labels: listOf(text),
  count: number,
  lastAt: text,
});
export type UnknownName = Shaped<typeof unknownName>;

export const unknownNamePage = object({ names: listOf(unknownName), total: number, others: number });
export type UnknownNames = Shaped<typeof unknownNamePage>;

/** Names that refused samples had and no metric has, the most recent first. */
export const fetchUnknownNames = (api: Api) =>
  api.call({ path: '/rejections/names?limit=100', answer: unknownNamePage });

/** What was refused for the whole account, whatever metric it was meant for. */
export const fetchRejections = async (api: Api) =>
  (await api.call({ path: '/rejections?limit=100', answer: rejectionPage })).rejections;
