import type { TimeRange, TimeSeries } from './api/prometheus.ts';
import { formatNumber } from './format.ts';

export interface ChartLine {
  readonly name: string;
  /** One for each time; null where there is nothing. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** What the picture shows, in words. */
  readonly title: string;
  readonly unit: string;
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

/** The range that ends now; its ends are whole steps, so that the same moments are asked for again. */
export function timeRange(id: RangeId, nowMs: number): TimeRange {
  const { seconds, stepSeconds } = ranges.find((range) => range.id === id) ?? ranges[1];
  const toSeconds = Math.ceil(nowMs / 1000 / stepSeconds) * stepSeconds;
  return { fromSeconds: toSeconds - seconds, toSeconds, stepSeconds };
}

export function timesOf({ fromSeconds, toSeconds, stepSeconds }: TimeRange): number[] {
  return Array.from(
    { length: Math.floor((toSeconds - fromSeconds) / stepSeconds) + 1 },
    (_, i) => fromSeconds + i * stepSeconds,
  );
}

/**
 * Prometheus's answers on one time axis, the highest lines first.
 * @returns at most MAX_LINES, and how many there are besides
 */
export function toLines(
  answers: readonly { name: string; series: readonly TimeSeries[] }[],
  split: string | undefined,
  times: readonly number[],
): { lines: ChartLine[]; left: number } {
  const lines = answers.flatMap(({ name, series }) =>
    series.map((one) => ({
      name: split === undefined ? name : one.labels[split] || '(none)',
      values: onAxis(one, times),
    })),
  );
  if (split !== undefined) lines.sort((a, b) => lastOf(b) - lastOf(a));
  return { lines: lines.slice(0, MAX_LINES), left: Math.max(0, lines.length - MAX_LINES) };
}

/** Cumulative buckets as rows of their own, the lowest first, each named by its upper bound. */
export function toHeatmap(series: readonly TimeSeries[], times: readonly number[]): ChartLine[] {
  const bound = ({ labels }: TimeSeries) => Number((labels.le ?? '').replace('+Inf', 'Infinity'));
  const rows = [...series]
    .sort((a, b) => bound(a) - bound(b))
    .map((one) => ({ bound: bound(one), values: onAxis(one, times) }));
  return rows.map((row, index) => ({
    name: Number.isFinite(row.bound) ? `≤ ${formatNumber(row.bound)}` : 'more',
    values: row.values.map((value, at) =>
      value === null ? null : Math.max(0, value - (rows[index - 1]?.values[at] ?? 0)),
    ),
  }));
}

export function hasValues(data: Pick<ChartData, 'lines'>): boolean {
  return data.lines.some(({ values }) => values.some((value) => value !== null));
}

function onAxis({ points }: TimeSeries, times: readonly number[]): (number | null)[] {
  const byTime = new Map(points);
  return times.map((time) => {
    const value = byTime.get(time);
    return value === undefined || !Number.isFinite(value) ? null : value;
  });
}

function lastOf({ values }: ChartLine): number {
  return values.findLast((value) => value !== null) ?? Number.NEGATIVE_INFINITY;
}
