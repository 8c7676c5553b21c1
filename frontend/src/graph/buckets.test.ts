import { describe, expect, it } from 'vitest';
import { templates } from '../metric/templates.ts';
import { formatBucket, upperBound } from './buckets.ts';

const old = [0.05, 0.1, 0.2, 0.25, 0.5];

describe('a quantile is shown as the bucket that it is in', () => {
  it.each([
    [0.0475, old, '0 – 0.05', 0.05],
    [0.05, old, '0 – 0.05', 0.05],
    [0.05000000000001, old, '0 – 0.05', 0.05],
    [0.21, old, '0.2 – 0.25', 0.25],
    [0.5, old, '0.5 or more', 0.5],
    [0, [0, 0.001, 0.01], '0', 0],
    [0.0004, [0, 0.001, 0.01], '0 – 0.001', 0.001],
    [0.42, [], '0.42', 0.42],
  ])('%d in %j', (value, bounds, text, upper) => {
    expect(formatBucket(value, bounds)).toBe(text);
    expect(upperBound(value, bounds)).toBe(upper);
  });
});

describe('the buckets of the template for web vitals', () => {
  const buckets = templates.find(({ id }) => id === 'web-vitals')?.draft.buckets ?? [];

  it('hold the limits of good and poor', () => {
    expect(buckets).toEqual(expect.arrayContaining([0.1, 0.25, 0.2, 0.5, 2.5, 4, 1.8, 3, 0.8]));
  });

  it('tell no shift from some, and a fast interaction from a slow one', () => {
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
    expect(buckets.length).toBeLessThanOrEqual(30);
    expect(buckets[0]).toBe(0);
    expect(buckets.filter((bound) => bound > 0 && bound < 0.1).length).toBeGreaterThanOrEqual(6);
  });
});
