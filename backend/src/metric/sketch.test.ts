import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SketchCount, sketchBucket, sketchQuantile, zeroBucket } from './sketch.ts';

/** The definition: the value whose rank is floor(q (n - 1)). */
function exactQuantile(values: readonly number[], q: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.floor(q * (ascending.length - 1))] ?? Number.NaN;
}

function countAll(values: readonly number[]): SketchCount[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(sketchBucket(value), (counts.get(sketchBucket(value)) ?? 0) + 1);
  return [...counts];
}

const observation = fc.oneof(
  fc.constant(0),
  fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
  fc.integer({ min: 0, max: 5_000 }),
);

describe('sketchQuantile', () => {
  it('is within 1 % of the exact quantile of the same values', () => {
    fc.assert(
      fc.property(
        fc.array(observation, { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, q) => {
          const exact = exactQuantile(values, q);
          const estimate = sketchQuantile(countAll(values), q) ?? Number.NaN;
          expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(0.01 * exact * (1 + 1e-9));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is the same however the values were split before they were counted', () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1 }), fc.nat(), (values, cut) => {
        const at = cut % values.length;
        const counts = new Map(countAll(values.slice(0, at)));
        for (const [bucket, count] of countAll(values.slice(at))) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
        expect(sketchQuantile([...counts], 0.5)).toBe(sketchQuantile(countAll(values), 0.5));
      }),
    );
  });

  it('knows nothing of nothing, and 0 as 0', () => {
    expect(sketchQuantile([], 0.5)).toBeUndefined();
    expect(sketchBucket(0)).toBe(zeroBucket);
    expect(sketchQuantile([[zeroBucket, 3]], 0.99)).toBe(0);
  });
});
