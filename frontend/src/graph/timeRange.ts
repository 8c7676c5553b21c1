import type { TimeRange } from '../api/prometheus.ts';
import type { Period } from '../period/period.ts';

/** Seconds between the points of a graph, for periods up to so many seconds: 60 to 370 points. */
const STEPS: readonly (readonly [upToSeconds: number, stepSeconds: number])[] = [
  [3_600, 15],
  [21_600, 90],
  [90_000, 360],
  [8 * 86_400, 3_600],
  [31 * 86_400, 10_800],
  [93 * 86_400, 21_600],
];

/**
 * The whole steps of a period. What is counted in the step that is under way is not among them: over a whole step it would be too little.
 */
export function timeRangeOf({ fromSeconds, toSeconds }: Pick<Period, 'fromSeconds' | 'toSeconds'>): TimeRange {
  const stepSeconds = STEPS.find(([upTo]) => toSeconds - fromSeconds <= upTo)?.[1] ?? 86_400;
  const whole = (seconds: number) => Math.floor(seconds / stepSeconds) * stepSeconds;
  return { fromSeconds: whole(fromSeconds), toSeconds: whole(toSeconds), stepSeconds };
}

/** The moments of a graph: every whole step, and the end of the period, so that its right edge is never old. */
export function timesOf({ fromSeconds, toSeconds, stepSeconds }: TimeRange, endSeconds: number): number[] {
  const steps = Array.from(
    { length: Math.floor((toSeconds - fromSeconds) / stepSeconds) + 1 },
    (_, i) => fromSeconds + i * stepSeconds,
  );
  return endSeconds > toSeconds ? [...steps, endSeconds] : steps;
}
