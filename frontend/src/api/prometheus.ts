import type { Api } from './client.ts';
import { listOf, mapOf, object, type Shape, ShapeError, text } from './shape.ts';

/** One line of a graph: Prometheus's labels and, by rising time in seconds, its values. */
export interface TimeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [timeSeconds: number, value: number])[];
}

export interface TimeRange {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stepSeconds: number;
}

/** A moment and its value, as Prometheus writes them. */
export const point: Shape<readonly [number, number]> = (value, path = '') => {
  if (!Array.isArray(value) || typeof value[0] !== 'number' || typeof value[1] !== 'string')
    throw new ShapeError(`${path} is not a point`);
  return [value[0], Number(value[1].replace('Inf', 'Infinity'))];
};

const matrix = object({
  data: object({ result: listOf(object({ metric: mapOf(text), values: listOf(point) })) }),
});

const vector = object({
  data: object({ result: listOf(object({ metric: mapOf(text), value: point })) }),
});

const scalar = object({ data: object({ result: point }) });

/**
 * A range query of the tenant's own series.
 * @throws ApiError of status 503 when there is no Prometheus
 */
export async function queryRange(api: Api, query: string, range: TimeRange): Promise<TimeSeries[]> {
  const form = new URLSearchParams({
    query,
    start: String(range.fromSeconds),
    end: String(range.toSeconds),
    step: String(range.stepSeconds),
  });
  const answer = await api.call({ method: 'POST', path: '/prometheus/api/v1/query_range', form, answer: matrix });
  return answer.data.result.map(({ metric, values }) => ({ labels: metric, points: values }));
}

/** The same at one moment: each series has one point. */
export async function queryInstant(api: Api, query: string, timeSeconds: number): Promise<TimeSeries[]> {
  const form = new URLSearchParams({ query, time: String(timeSeconds) });
  const answer = await api.call({ method: 'POST', path: '/prometheus/api/v1/query', form, answer: vector });
  return answer.data.result.map(({ metric, value }) => ({ labels: metric, points: [value] }));
}

/** What time it is for Prometheus, in whole seconds: the clock of this computer may be wrong. */
export async function queryTime(api: Api): Promise<number> {
  const form = new URLSearchParams({ query: 'time()' });
  const answer = await api.call({ method: 'POST', path: '/prometheus/api/v1/query', form, answer: scalar });
  return Math.floor(answer.data.result[1]);
}
