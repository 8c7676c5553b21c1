import type { Api } from './client.ts';
import { point, type TimeRange, type TimeSeries } from './prometheus.ts';
import { listOf, mapOf, maybe, object, type Shape, text } from './shape.ts';

/** What Prometheus says to any query, as series: a number by itself is one without labels. */
export interface PromqlAnswer {
  readonly series: readonly TimeSeries[];
  /** What Prometheus wants a person to know of it, such as a rate of what is no counter. */
  readonly remarks: readonly string[];
}

const vector = listOf(object({ metric: mapOf(text), value: point }));
const matrix = listOf(object({ metric: mapOf(text), values: listOf(point) }));
const remarks = maybe(listOf(text));
const kinds = object({ data: object({ resultType: text }), warnings: remarks, infos: remarks });
const result = <T>(shape: Shape<T>) => object({ data: object({ result: shape }) });

const answer: Shape<PromqlAnswer> = (value, path) => {
  const { data, warnings = [], infos = [] } = kinds(value, path);
  const said = [...warnings, ...infos];
  switch (data.resultType) {
    case 'vector': {
      const all = result(vector)(value, path).data.result;
      return { series: all.map((one) => ({ labels: one.metric, points: [one.value] })), remarks: said };
    }
    case 'matrix': {
      const all = result(matrix)(value, path).data.result;
      return { series: all.map((one) => ({ labels: one.metric, points: one.values })), remarks: said };
    }
    case 'scalar':
      return { series: [{ labels: {}, points: [result(point)(value, path).data.result] }], remarks: said };
    default:
      return { series: [], remarks: [...said, 'The result is a text, which has no numbers to show.'] };
  }
};

/** The result of a query at one moment. @throws ApiError with Prometheus's words when the query is wrong */
export function askAt(api: Api, query: string, timeSeconds: number): Promise<PromqlAnswer> {
  return ask(api, 'query', { query, time: String(timeSeconds) });
}

/** The same at every step of a range. */
export function askOver(api: Api, query: string, range: TimeRange): Promise<PromqlAnswer> {
  const { fromSeconds, toSeconds, stepSeconds } = range;
  const times = { start: String(fromSeconds), end: String(toSeconds), step: String(stepSeconds) };
  return ask(api, 'query_range', { query, ...times });
}

function ask(api: Api, endpoint: string, fields: Record<string, string>): Promise<PromqlAnswer> {
  const form = new URLSearchParams(fields);
  return api.call({ method: 'POST', path: `/prometheus/api/v1/${endpoint}`, form, answer });
}

const names = object({ data: listOf(text) });
const metadata = object({ data: mapOf(listOf(object({ type: text, help: text }))) });

/** Names of labels, of one metric's series or of all. */
export async function listLabelNames(api: Api, metricName: string | undefined): Promise<string[]> {
  return (await api.call({ path: `/prometheus/api/v1/labels${matching(metricName)}`, answer: names })).data;
}

/** Values of a label; those of `__name__` are the names of the series. */
export async function listLabelValues(api: Api, label: string, metricName: string | undefined): Promise<string[]> {
  const path = `/prometheus/api/v1/label/${encodeURIComponent(label)}/values${matching(metricName)}`;
  return (await api.call({ path, answer: names })).data;
}

/** Types and descriptions of metrics, by name. */
export async function fetchMetadata(api: Api): Promise<ReturnType<typeof metadata>['data']> {
  return (await api.call({ path: '/prometheus/api/v1/metadata', answer: metadata })).data;
}

function matching(metricName: string | undefined): string {
  if (metricName === undefined || metricName === '') return '';
  return `?${new URLSearchParams({ 'match[]': `{__name__=${JSON.stringify(metricName)}}` })}`;
}
