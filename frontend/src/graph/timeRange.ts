import type { TimeRange } from '../api/prometheus.ts';

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
