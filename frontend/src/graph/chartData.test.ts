import { describe, expect, it } from 'vitest';
import { periodChoices, readPeriod } from '../period/period.ts';
import { rank, toHeatmap, toLines, toRestLine, toSplitLines } from './chartData.ts';
import { createLineLooks, lookOf } from './lineLooks.ts';
import { timeRangeOf, timesOf } from './timeRange.ts';

const line = (labels: Record<string, string>, ...values: number[]) => ({
  labels,
  points: values.map((value, index) => [index * 15, value] as const),
});
const times = [0, 15, 30];
const looks = createLineLooks();
const answer = (name: string, series: ReturnType<typeof line>[]) => ({ name, series, current: [] });

describe('timeRangeOf', () => {
  it.each([...periodChoices.map(({ id }) => id), '2026-01-01..2026-12-01'])(
    '%s ends with its period: with whole steps, and none that is still under way',
    (id) => {
      for (const nowSeconds of [1_800_000_000, 1_800_000_001, 1_800_010_799]) {
        const period = readPeriod(id, nowSeconds);
        if (!period) throw new Error(`${id} is no period`);
        const range = timeRangeOf(period);
        expect(range.toSeconds % range.stepSeconds).toBe(0);
        expect(range.toSeconds).toBeLessThanOrEqual(period.toSeconds);
        const times = timesOf(range, period.toSeconds);
        expect(times.at(-1)).toBe(period.toSeconds);
        expect(period.toSeconds - (times.at(-2) ?? 0)).toBeLessThanOrEqual(range.stepSeconds);
        expect(new Set(times).size).toBe(times.length);
        expect(times.length).toBeLessThan(400);
        expect(times[0]).toBeLessThanOrEqual(period.fromSeconds);
      }
    },
  );
});

describe('toLines', () => {
  it('puts series on one axis, with gaps for what is missing or no number', () => {
    const lines = toLines([answer('total', [line({}, 1, Number.NaN)])], times);
    expect(lines).toEqual([{ name: 'total', values: [1, null, null], now: null, look: lookOf(0) }]);
  });

  it('joins what ends now to the whole steps, and keeps the number of the last minute apart', () => {
    const end = { labels: {}, points: [[30, 4]] as const };
    const current = { labels: {}, points: [[30, 5]] as const };
    expect(toLines([{ name: 'p50', series: [line({}, 2, 3), end], current: [current] }], times)).toMatchObject([
      { name: 'p50', values: [2, 3, 4], now: 5 },
    ]);
  });
});

describe('values of a label', () => {
  const weights = (...entries: [string, number][]) =>
    entries.map(([path, weight]) => ({ labels: path === '' ? {} : { path }, points: [[30, weight]] as const }));

  it('are ranked by their weight, equal ones by their names', () => {
    expect(rank(weights(['/b', 0], ['/a', 0], ['', 7], ['/c', Number.NaN]), 'path')).toEqual(['', '/a', '/b', '/c']);
  });

  it('have lines in that order, with looks of their own, and one line for the rest', () => {
    const series = [line({ path: '/a' }, 1, 2), line({}, 3, 4)];
    const lines = toSplitLines(answer('', series), 'path', ['', '/a', '/gone'], times, looks);
    expect(lines).toMatchObject([
      { name: '(none)', values: [3, 4, null] },
      { name: '/a', values: [1, 2, null] },
      { name: '/gone', values: [null, null, null] },
    ]);
    const rest = toRestLine(answer('', [line({}, 8, 9)]), 993, times);
    expect(rest).toMatchObject({ name: 'other (993 values)', values: [8, 9, null] });
    expect(new Set([...lines, rest].map(({ look }) => JSON.stringify(look))).size).toBe(4);
  });
});

describe('toHeatmap', () => {
  it('takes cumulative buckets apart, the lowest first', () => {
    const rows = toHeatmap(
      [line({ le: '+Inf' }, 9, 9, 9), line({ le: '0.5' }, 1, 2, 3), line({ le: '2' }, 4, 4, 3)],
      times,
    );
    expect(rows).toEqual([
      { name: '≤ 0.5', values: [1, 2, 3], now: null, look: lookOf(0) },
      { name: '≤ 2', values: [3, 2, 0], now: null, look: lookOf(0) },
      { name: 'more', values: [5, 5, 6], now: null, look: lookOf(0) },
    ]);
  });
});
