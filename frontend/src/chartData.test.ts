import { describe, expect, it } from 'vitest';
import { MAX_LINES, timeRange, timesOf, toHeatmap, toLines } from './chartData.ts';

const line = (labels: Record<string, string>, ...values: number[]) => ({
  labels,
  points: values.map((value, index) => [index * 15, value] as const),
});
const times = [0, 15, 30];

describe('timeRange', () => {
  it('ends at a whole step, and has every step once', () => {
    const range = timeRange('1h', 1_000_007_000);
    expect(range.toSeconds % range.stepSeconds).toBe(0);
    expect(timesOf(range)).toHaveLength(241);
    expect(timesOf(range).at(-1)).toBe(range.toSeconds);
  });
});

describe('toLines', () => {
  it('puts series on one axis, with gaps for what is missing or no number', () => {
    const { lines } = toLines([{ name: 'total', series: [line({}, 1, Number.NaN)] }], undefined, times);
    expect(lines).toEqual([{ name: 'total', values: [1, null, null] }]);
  });

  it('keeps the highest lines and counts the others', () => {
    const series = Array.from({ length: MAX_LINES + 3 }, (_, index) => line({ path: `/${index}` }, 0, index));
    const { lines, left } = toLines([{ name: '', series }], 'path', times);
    expect(lines[0]?.name).toBe(`/${MAX_LINES + 2}`);
    expect([lines.length, left]).toEqual([MAX_LINES, 3]);
  });
});

describe('toHeatmap', () => {
  it('takes cumulative buckets apart, the lowest first', () => {
    const rows = toHeatmap(
      [line({ le: '+Inf' }, 9, 9, 9), line({ le: '0.5' }, 1, 2, 3), line({ le: '2' }, 4, 4, 3)],
      times,
    );
    expect(rows).toEqual([
      { name: '≤ 0.5', values: [1, 2, 3] },
      { name: '≤ 2', values: [3, 2, 0] },
      { name: 'more', values: [5, 5, 6] },
    ]);
  });
});
