import { formatNumber } from '../format.ts';

/** Prometheus computes with floating point: a quantile at a bound may come out a little beside it. */
const SLACK = 1e-9;

/**
 * The upper bound of the bucket that a quantile is in. `histogram_quantile` makes a number between the bounds, as if observations were
 * spread evenly; the histogram knows the bucket and no more.
 * @param bounds ascending, without +Inf
 * @returns the highest bound for what is beyond it
 */
export function upperBound(value: number, bounds: readonly number[]): number {
  return bounds.find((bound) => bound >= value * (1 - SLACK)) ?? bounds.at(-1) ?? value;
}

/** The bucket that a quantile is in: `0.2 – 0.25`, `0`, or `10 or more`. Prometheus answers the highest bound for all beyond it. */
export function formatBucket(value: number, bounds: readonly number[]): string {
  const highest = bounds.at(-1);
  if (highest === undefined) return formatNumber(value);
  if (value >= highest * (1 - SLACK)) return `${formatNumber(highest)} or more`;
  const upper = upperBound(value, bounds);
  const lower = bounds[bounds.indexOf(upper) - 1] ?? 0;
  return upper === 0 ? '0' : `${formatNumber(lower)} – ${formatNumber(upper)}`;
}
