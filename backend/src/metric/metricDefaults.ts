/** Quantiles of a summary that names none. */
export const defaultQuantiles: readonly number[] = [0.5, 0.9, 0.95, 0.99];

/** Upper bounds by the unit that a histogram's name ends in, as Prometheus's naming advice has them. */
const bucketsByUnit: readonly (readonly [suffix: string, buckets: readonly number[]])[] = [
  ['_seconds', [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]],
  ['_milliseconds', [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]],
  ['_ms', [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]],
  ['_bytes', [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216]],
  ['_ratio', [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]],
  ['_percent', [5, 10, 25, 50, 75, 90, 95, 99, 100]],
];

/** Two or three steps a power of ten: no unit, no guess about the range. */
const otherBuckets: readonly number[] = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

/** Upper bounds, ascending, without +Inf, of a histogram that names none. */
export function defaultBuckets(metricName: string): number[] {
  const known = bucketsByUnit.find(([suffix]) => metricName.endsWith(suffix));
  return [...(known?.[1] ?? otherBuckets)];
}
