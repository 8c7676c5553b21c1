import { describe, expect, it } from 'vitest';
import { defaultBuckets, defaultQuantiles } from './metricDefaults.ts';

describe('defaultBuckets', () => {
  it.each(['load_seconds', 'load_ms', 'load_milliseconds', 'page_bytes', 'depth_ratio', 'depth_percent', 'items'])(
    'are distinct and ascend for %s',
    (name) => {
      const buckets = defaultBuckets(name);
      expect(buckets.length).toBeGreaterThanOrEqual(9);
      expect(buckets.length).toBeLessThanOrEqual(30);
      expect(buckets).toEqual([...new Set(buckets)].sort((a, b) => a - b));
    },
  );

  it('follow the unit at the end of the name', () => {
    expect(defaultBuckets('load_seconds')).toEqual([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
    expect(defaultBuckets('page_bytes')[0]).toBe(256);
    expect(defaultBuckets('depth_ratio').at(-1)).toBe(1);
  });

  it('are a new list every time', () => {
    defaultBuckets('items').push(7);
    expect(defaultBuckets('items')).not.toContain(7);
  });
});

describe('defaultQuantiles', () => {
  it('lie between 0 and 1', () => expect(defaultQuantiles).toEqual([0.5, 0.9, 0.95, 0.99]));
});
