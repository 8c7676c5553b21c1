import type { TimeRange, TimeSeries } from './api/prometheus.ts';
import { formatNumber } from './format.ts';
import { type LineLook, type LineLooks, lookOf } from './lineLooks.ts';

export interface ChartLine {
  readonly name: string;
  /** One for each time; null where there is nothing. */
  readonly values: readonly (number | null)[];
  /** The number of the last minute, the same whatever the range is; null when there is none. */
  readonly now: number | null;
  readonly look: LineLook;
}

export interface ChartData {
  /** What the picture shows, in words. */
  readonly title: string;
  readonly unit: string;
  /** What a point and a number stand for, in sentences. */
  readonly meaning: string;
  /** What the numbers beside the names are of. */
  readonly nowTitle: string;
  readonly kind: 'lines' | 'heatmap';
  /** Seconds since the epoch, rising. */
  readonly times: readonly number[];
  /** For a heatmap: rows from the lowest bucket up. */
  readonly lines: readonly ChartLine[];
}

export const MAX_LINES = 8;

export const ranges = [
  { id: '15m', title: '15 min', seconds: 900, stepSeconds: 15 },
  { id: '1h', title: '1 h', seconds: 3_600, stepSeconds: 15 },
  { id: '6h', title: '6 h', seconds: 21_600, stepSeconds: 90 },
  { id: '24h', title: '24 h', seconds: 86_400, stepSeconds: 360 },
  { id: '7d', title: '7 d', seconds: 604_800, stepSeconds: 3_600 },
  { id: '30d', title: '30 d', seconds: 2_592_000, stepSeconds: 10_800 },
] as const;
export type RangeId = (typeof ranges)[number]['id'];

/**
 * The whole steps of a range up to now. What is counted in the step that is under way is not among them: over a whole step it would be
 * too little.
 * @param nowSeconds by Prometheus's clock
 */
export function timeRange(id: RangeId, nowSeconds: number): TimeRange {
  const { seconds, stepSeconds } = ranges.find((range) => range.id === id) ?? ranges[1];
  const toSeconds = Math.floor(nowSeconds / stepSeconds) * stepSeconds;
  return { fromSeconds: toSeconds - seconds, toSeconds, stepSeconds };
}

/** The moments of a graph: every whole step, and now, so that its right edge is never old. */
export function timesOf({ fromSeconds, toSeconds, stepSeconds }: TimeRange, nowSeconds: number): number[] {
  const steps = Array.from(
    { length: Math.floor((toSeconds - fromSeconds) / stepSeconds) + 1 },
    (_, i) => fromSeconds + i * stepSeconds,
  );
  return nowSeconds > toSeconds ? [...steps, nowSeconds] : steps;
}

/** What Prometheus has answered to one query. */
export interface Answer {
  /** What the line is called when it is not split. */
  readonly name: string;
  /** Points of whole steps, and of now; a line may be in two parts. */
  readonly series: readonly TimeSeries[];
  /** The same of the last minute. */
  readonly current: readonly TimeSeries[];
}

/**
 * Prometheus's answers on one time axis, the highest lines first.
 * @returns at most MAX_LINES, and how many there are besides
 */
export function toLines(
  answers: readonly Answer[],
  split: string | undefined,
  times: readonly number[],
  looks: LineLooks,
): { lines: ChartLine[]; left: number } {
  const lines = answers.flatMap(({ name, series, current }) => {
    const nameOf = ({ labels }: TimeSeries) => (split === undefined ? name : labels[split] || '(none)');
    const points = grouped(series, nameOf);
    return [...points].map(([own, parts]) => ({
      name: own,
      values: onAxis(
        parts.flatMap((part) => part.points),
        times,
      ),
      now: numberOf(current.find((one) => nameOf(one) === own)?.points[0]?.[1]),
    }));
  });
  if (split !== undefined) lines.sort((a, b) => lastOf(b) - lastOf(a));
  const shown = lines.slice(0, MAX_LINES);
  const names = shown.map(({ name }) => name);
  const own = split === undefined ? names.map((_, index) => lookOf(index)) : looks(split, names);
  return {
    lines: shown.map((line, index) => ({ ...line, look: own[index] ?? lookOf(index) })),
    left: lines.length - shown.length,
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

function lastOf({ values }: Pick<ChartLine, 'values'>): number {
  return values.findLast((value) => value !== null) ?? Number.NEGATIVE_INFINITY;
}
