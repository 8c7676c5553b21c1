/**
 * A relative-error quantile sketch: values are counted in buckets whose bounds grow geometrically, so any value of a bucket is within
 * 1 % of its representative. The mapping is DDSketch's (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with
 * relative-error guarantees", VLDB 2019, section 2.1). Counts add up, across processes and windows.
 */
const accuracy = 0.01;
const gamma = (1 + accuracy) / (1 - accuracy);
const logGamma = Math.log(gamma);

/** The bucket of 0 and of everything too small to tell from it. */
export const zeroBucket = -2_147_483_648;
const smallestValue = 1e-12;

/** Seconds of one window of counts, by the database clock; `commit_group_v2` has the same. */
export const sketchWindowSeconds = 120;
/** Windows that quantiles are taken over, the one under way included: the last eight to ten minutes. */
export const sketchWindows = 5;

/** The bucket of a value of 0 or more: bucket i holds (gamma^(i-1), gamma^i]. */
export function sketchBucket(value: number): number {
  return value < smallestValue ? zeroBucket : Math.ceil(Math.log(value) / logGamma);
}

/** The value that stands for all of a bucket. */
function representative(bucket: number): number {
  return bucket === zeroBucket ? 0 : (2 * gamma ** bucket) / (gamma + 1);
}

/** How many values fell into a bucket. */
export type SketchCount = readonly [bucket: number, count: number];

/**
 * The q-quantile, within 1 % of the value whose rank is `floor(q (n - 1))` among the n counted (0-based, ascending).
 * @returns undefined when nothing was counted
 */
export function sketchQuantile(counts: readonly SketchCount[], q: number): number | undefined {
  const ascending = [...counts].sort(([a], [b]) => a - b);
  const total = ascending.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.floor(q * (total - 1));
  let seen = 0;
  for (const [bucket, count] of ascending) {
    seen += count;
    if (seen > rank) return representative(bucket);
  }
  return undefined;
}
