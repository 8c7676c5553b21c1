/** Seconds between two rows of a table, as people count time. */
const ROW_STEPS = [60, 120, 300, 600, 1_800, 3_600, 10_800, 43_200, 86_400, 259_200, 864_000, 2_592_000];
const MAX_ROWS = 12;

/**
 * Which moments of a graph its table shows: round ones, equally far apart, and the last one. No two are of the same minute unless one is
 * the last.
 * @param times seconds since the epoch, rising, equally far apart but for the last one
 * @returns at most 13 indices, rising
 */
export function tableIndices(times: readonly number[]): number[] {
  const first = times[0] ?? 0;
  const spanSeconds = (times.at(-1) ?? 0) - first;
  const stepSeconds = (times[1] ?? 0) - first;
  const fits = (seconds: number) => seconds % stepSeconds === 0 && spanSeconds / seconds < MAX_ROWS;
  const rowSeconds = ROW_STEPS.find(fits) ?? spanSeconds;
  return times.flatMap((time, index) => (time % rowSeconds === 0 || index === times.length - 1 ? [index] : []));
}
