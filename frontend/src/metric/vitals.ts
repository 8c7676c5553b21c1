/** The label whose values are the names of web vitals; undefined for a metric that does not tell them apart. */
export function vitalLabelOf(labels: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(labels).find(([, source]) => source === '$vital')?.[0];
}

/**
 * Bounds for all vitals in one histogram, in seconds, CLS without a unit. Each limit of "good" and "poor" is one
 * (https://web.dev/articles/vitals), so that a verdict is exact; 0 is one, because a page that does not shift has a CLS of 0; and INP
 * comes in steps of 8 ms.
 */
export const vitalBuckets: readonly number[] = [
  0, 0.001, 0.008, 0.016, 0.024, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.3, 1.8, 2.1,
  2.5, 3, 3.5, 4, 6, 10,
];

export const vitalMeaning =
  'Google judges a page by its p75: good is LCP up to 2.5 s, INP up to 0.2 s, CLS up to 0.1, FCP up to 1.8 s and TTFB up to 0.8 s; poor is more than 4 s, 0.5 s, 0.25, 3 s and 1.8 s.';

export interface Vital {
  readonly name: string;
  /** Seconds, or nothing for CLS. */
  readonly unit: 's' | '';
  /** The highest value that is good. */
  readonly good: number;
  /** Everything above is poor. */
  readonly poor: number;
}

/** The vitals with their limits (https://web.dev/articles/vitals), those that Google judges by first. */
export const vitals: readonly Vital[] = [
  { name: 'LCP', unit: 's', good: 2.5, poor: 4 },
  { name: 'INP', unit: 's', good: 0.2, poor: 0.5 },
  { name: 'CLS', unit: '', good: 0.1, poor: 0.25 },
  { name: 'FCP', unit: 's', good: 1.8, poor: 3 },
  { name: 'TTFB', unit: 's', good: 0.8, poor: 1.8 },
];

export type Verdict = 'good' | 'needs work' | 'poor';

export function verdictOf({ good, poor }: Pick<Vital, 'good' | 'poor'>, value: number): Verdict {
  if (value <= good) return 'good';
  return value <= poor ? 'needs work' : 'poor';
}
