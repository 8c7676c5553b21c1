/**
 * How far apart the samples are, by how long before the end they are. A graph takes a rate over at least two samples: over a minute in the
 * views up to an hour, over 90 s in that of six hours, over six minutes in that of a day, and over an hour and more in longer ones. Nowhere
 * are they five minutes apart, after which Prometheus takes a series for gone.
 */
const tiers = [
  { withinHours: 6.5, stepSeconds: 30 },
  { withinHours: 26, stepSeconds: 120 },
  { withinHours: Number.POSITIVE_INFINITY, stepSeconds: 240 },
] as const;

/**
 * The moments of the samples, ascending; epoch seconds.
 * @param endSeconds the last of them
 */
export function historyTimes(endSeconds: number, days: number): number[] {
  const beginSeconds = endSeconds - days * 86_400;
  const times: number[] = [];
  let time = endSeconds;
  for (const { withinHours, stepSeconds } of tiers) {
    const oldest = Math.max(beginSeconds, endSeconds - withinHours * 3_600);
    for (; time >= oldest; time -= stepSeconds) times.push(time);
  }
  return times.reverse();
}
