import { ApiError, DeletedError } from '../failure.ts';
import type { MetricDraft } from '../metric/metricDraft.ts';
import type { Api, Call } from './client.ts';
import {
  generatedCode,
  listedMetricStats,
  type MetricStats,
  metricConfig,
  metricStats,
  seriesPage,
} from './contract.generated.ts';
import { listOf, number, object } from './shape.ts';

export type { GeneratedCode, MetricConfig, MetricStats, SeriesPage } from './contract.generated.ts';

const one = object({ metricConfig });
const pathOf = (id: string) => `/metric-configs/${encodeURIComponent(id)}`;

/** Oldest first. */
export const listMetricConfigs = (api: Api, limit: number, offset = 0) =>
  api.call({
    path: `/metric-configs?limit=${limit}&offset=${offset}`,
    answer: object({ metricConfigs: listOf(metricConfig), total: number }),
  });

export const fetchMetricConfig = async (api: Api, id: string) =>
  (await api.call({ path: pathOf(id), answer: one })).metricConfig;

export const createMetricConfig = async (api: Api, body: MetricDraft) =>
  (await api.call({ method: 'POST', path: '/metric-configs', body, answer: one })).metricConfig;

export const changeMetricConfig = async (api: Api, id: string, body: Partial<MetricDraft>) =>
  (await api.call({ method: 'PUT', path: pathOf(id), body, answer: one })).metricConfig;

export const deleteMetricConfig = (api: Api, id: string) => api.call<void>({ method: 'DELETE', path: pathOf(id) });

/** Straight from Postgres: ahead of Prometheus. @throws DeletedError */
export const fetchStats = (api: Api, id: string) =>
  callKnown(api, { path: `${pathOf(id)}/stats`, answer: metricStats });

/** The same of the first `limit` metrics of the list, by id: one request however many they are. */
export const fetchListedStats = async (api: Api, limit: number): Promise<ReadonlyMap<string, MetricStats>> => {
  const answer = object({ stats: listOf(listedMetricStats), total: number });
  const { stats } = await api.call({ path: `/metric-configs/stats?limit=${limit}`, answer });
  return new Map(stats.map((one) => [one.metricConfigId, one]));
};

export interface CodeOptions {
  readonly apiKeyId?: string;
  readonly transport?: 'headers' | 'simple';
  /** Whose host the code uses; the platform's when absent. */
  readonly host?: 'platform' | 'page';
  /** Keeps the script as it is, under an address that never changes. */
  readonly pinned?: boolean;
}

export const generateCode = (api: Api, id: string, body: CodeOptions) =>
  api.call({ method: 'POST', path: `${pathOf(id)}/generate-code`, body, answer: generatedCode });

/** @throws DeletedError */
export const fetchSeries = (api: Api, id: string, page: { limit: number; offset: number }) =>
  callKnown(api, { path: `${pathOf(id)}/series?limit=${page.limit}&offset=${page.offset}`, answer: seriesPage });

/** Code that is in pages already stops working after the overlap. */
export const revokeToken = async (api: Api, id: string, overlapSeconds: number) =>
  (await api.call({ method: 'POST', path: `${pathOf(id)}/revoke-token`, body: { overlapSeconds }, answer: one }))
    .metricConfig;

/** A call about a metric that was there before: when it is not found, somebody has deleted it. */
async function callKnown<T>(api: Api, call: Call<T>): Promise<T> {
  try {
    return await api.call(call);
  } catch (error) {
    const isDeleted = error instanceof ApiError && error.status === 404 && error.code === 'not_found';
    throw isDeleted ? new DeletedError('This metric has been deleted.') : error;
  }
}
