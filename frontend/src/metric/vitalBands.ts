import { upperBound } from '../graph/buckets.ts';

/** Up to `good` a vital is good, beyond `poor` it is poor (https://web.dev/articles/vitals); seconds, CLS without a unit. */
export const vitalBands: ReadonlyMap<string, { readonly good: number; readonly poor: number }> = new Map([
  ['LCP', { good: 2.5, poor: 4 }],
  ['INP', { good: 0.2, poor: 0.5 }],
  ['CLS', { good: 0.1, poor: 0.25 }],
  ['FCP', { good: 1.8, poor: 3 }],
  ['TTFB', { good: 0.8, poor: 1.8 }],
]);

export type VitalVerdict = 'good' | 'needs improvement' | 'poor';

/** What Google would say of a p75; undefined for what is not a vital. @param bounds of the histogram that it comes from */
export function vitalVerdict(vital: string, p75: number, bounds: readonly number[]): VitalVerdict | undefined {
  const band = vitalBands.get(vital);
  if (!band || !Number.isFinite(p75)) return undefined;
  const highest = bounds.at(-1);
  const value = upperBound(p75, bounds);
  const isBeyond = highest !== undefined && p75 >= highest * (1 - 1e-9);
  if (value > band.poor || (isBeyond && highest >= band.poor)) return 'poor';
  return value <= band.good ? 'good' : 'needs improvement';
}
