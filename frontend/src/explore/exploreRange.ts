import type { TimeRange, TimeSeries } from '../api/prometheus.ts';

const MAX_STEPS = 300;
/** Seconds, as people count time. No step is shorter than the time between two scrapes. */
const STEPS = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];

/** Whole steps of a period, at most 300, so that the same moments stay on screen; the end of the period can be up to a step later. */
export function exploreRange({ fromSeconds, toSeconds }: Pick<TimeRange, 'fromSeconds' | 'toSeconds'>): TimeRange {
  const length = toSeconds - fromSeconds;
  const fits = (step: number) => length / step <= MAX_STEPS;
  const stepSeconds = STEPS.find(fits) ?? Math.ceil(length / MAX_STEPS / 86_400) * 86_400;
  const end = Math.floor(toSeconds / stepSeconds) * stepSeconds;
  return { fromSeconds: end - Math.floor(length / stepSeconds) * stepSeconds, toSeconds: end, stepSeconds };
}

/** The same series, each with what it has at the end as its last points. */
export function withEnd(series: readonly TimeSeries[], atEnd: readonly TimeSeries[]): TimeSeries[] {
  const joined = new Map(series.map((one) => [keyOf(one), one]));
  for (const one of atEnd) {
    const points = [...(joined.get(keyOf(one))?.points ?? []), ...one.points];
    joined.set(keyOf(one), { labels: one.labels, points });
  }
  return [...joined.values()];
}

function keyOf({ labels }: TimeSeries): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
