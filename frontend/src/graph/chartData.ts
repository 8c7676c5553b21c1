import type { TimeSeries } from '../api/prometheus.ts';
import { formatCount, formatNumber } from '../format.ts';
import { formatBucket } from './buckets.ts';
import { type LineLook, type LineLooks, lookOf, restLook } from './lineLooks.ts';

export interface ChartLine {
  readonly name: string;
  /** One for each time; null where there is nothing. */
  readonly values: readonly (number | null)[];
  /** The number of the last minute, the same whatever the range is; null when there is none. */
  readonly now: number | null;
  /** The number of the whole range, for what cannot be added up from points; else absent. */
  readonly whole?: number | null;
  readonly look: LineLook;
  /** Whether it is of the period before, and not to be added to the others. */
  readonly isBefore?: boolean;
}

export interface ChartData {
  /** What the picture shows, in words. */
  readonly title: string;
  /** What a point and a number stand for, in sentences. */
  readonly meaning: string;
  /** What the numbers beside the names are of. */
  readonly nowTitle: string;
  /** What the numbers of the whole range are called; absent when there are none. */
  readonly wholeTitle?: string;
  /** Bounds of the buckets that values lie in, when no value is more exact than its bucket. */
  readonly buckets?: readonly number[];
  readonly kind: 'lines' | 'heatmap' | 'bars';
  /** Seconds since the epoch, rising; of bars their beginnings. */
  readonly times: readonly number[];
  /** Where the last bar ends. */
  readonly endSeconds?: number;
  /** For a heatmap: rows from the lowest bucket up. */
  readonly lines: readonly ChartLine[];
}

export const MAX_LINES = 8;

/** What Prometheus has answered to one query. */
export interface Answer {
  /** What the line is called when it is not split. */
  readonly name: string;
  /** Points of whole steps, and of now; a line may be in two parts. */
  readonly series: readonly TimeSeries[];
  /** The same of the last minute. */
  readonly current: readonly TimeSeries[];
  /** The same of the whole range, where it is asked for. */
  readonly whole?: readonly TimeSeries[] | undefined;
}

/** Lines on one time axis, in the order of the answers. */
export function toLines(answers: readonly Answer[], times: readonly number[]): ChartLine[] {
  return answers.map((answer, index) => lineOf(answer.name, lookOf(index), answer, times));
}

/** A line for each of these values of a label, in their order. */
export function toSplitLines(
  { name, series, current, whole }: Answer,
  label: string,
  values: readonly string[],
  times: readonly number[],
  looks: LineLooks,
): ChartLine[] {
  const own = looks(label, values);
  return values.map((value, index) => {
    const isOwn = ({ labels }: TimeSeries) => (labels[label] ?? '') === value;
    const look = own[index] ?? lookOf(index);
    const answer = {
      name,
      series: series.filter(isOwn),
      current: current.filter(isOwn),
      whole: whole?.filter(isOwn),
    };
    return lineOf(value || '(none)', look, answer, times);
  });
}

/** The lines of the period before, drawn at the times of this one. @param shift how many seconds earlier they are */
export function toBeforeLines(
  answers: readonly (readonly TimeSeries[])[],
  names: readonly { readonly name: string }[],
  { times, shift, title }: { times: readonly number[]; shift: number; title: string },
): ChartLine[] {
  return answers.map((series, index) => {
    const points = series.flatMap((one) => one.points).map(([time, value]) => [time + shift, value] as const);
    const name = names.length > 1 ? `${names[index]?.name}, ${title}` : title;
    return { name, values: onAxis(points, times), now: null, look: restLook, isBefore: true };
  });
}

/** All values that have no line of their own, as one. */
export function toRestLine(answer: Answer, count: number, times: readonly number[]): ChartLine {
  return lineOf(`other (${formatCount(count, 'value')})`, restLook, answer, times);
}

/** The values of a label from the most to the least, equal ones by their names. */
export function rank(ranking: readonly TimeSeries[], label: string): string[] {
  const textOf = ({ labels }: TimeSeries) => labels[label] ?? '';
  const weightOf = ({ points }: TimeSeries) => numberOf(points[0]?.[1]) ?? Number.NEGATIVE_INFINITY;
  return [...ranking]
    .sort((a, b) => weightOf(b) - weightOf(a) || (textOf(a) < textOf(b) ? -1 : 1))
    .map((one) => textOf(one));
}

function lineOf(name: string, look: LineLook, { series, current, whole }: Answer, times: readonly number[]): ChartLine {
  const points = series.flatMap((one) => one.points);
  const onlyValue = (some: readonly TimeSeries[]) => numberOf(some[0]?.points[0]?.[1]);
  return {
    name,
    look,
    values: onAxis(points, times),
    now: onlyValue(current),
    ...(whole && { whole: onlyValue(whole) }),
  };
}

/** Cumulative buckets as rows of their own, the lowest first, each named by its upper bound. */
export function toHeatmap(series: readonly TimeSeries[], times: readonly number[]): ChartLine[] {
  const bound = ({ labels }: TimeSeries) => Number((labels.le ?? '').replace('+Inf', 'Infinity'));
  const rows = [...grouped(series, bound)]
    .sort(([a], [b]) => a - b)
    .map(([upTo, parts]) => ({
      bound: upTo,
      values: onAxis(
        parts.flatMap(({ points }) => points),
        times,
      ),
    }));
  return rows.map((row, index) => ({
    name: Number.isFinite(row.bound) ? `≤ ${formatNumber(row.bound)}` : 'more',
    values: row.values.map((value, at) =>
      value === null ? null : Math.max(0, value - (rows[index - 1]?.values[at] ?? 0)),
    ),
    now: null,
    look: lookOf(0),
  }));
}

/** A value of the graph as people read it, no more exact than it is known. */
export function formatValue(value: number | null | undefined, { buckets }: Pick<ChartData, 'buckets'>): string {
  if (value === null || value === undefined) return '–';
  return buckets ? formatBucket(value, buckets) : formatNumber(value);
}

export function hasValues(data: Pick<ChartData, 'lines'>): boolean {
  return data.lines.some(({ values }) => values.some((value) => value !== null));
}

function onAxis(points: TimeSeries['points'], times: readonly number[]): (number | null)[] {
  const byTime = new Map(points);
  return times.map((time) => numberOf(byTime.get(time)));
}

function grouped<K>(series: readonly TimeSeries[], keyOf: (one: TimeSeries) => K): Map<K, TimeSeries[]> {
  const groups = new Map<K, TimeSeries[]>();
  for (const one of series) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function numberOf(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
