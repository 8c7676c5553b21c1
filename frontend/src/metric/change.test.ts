import { describe, expect, it } from 'vitest';
import { readPeriod } from '../period/period.ts';
import { changeWords } from './change.ts';
import { vitalVerdict } from './vitalBands.ts';
import { vitalBuckets } from './vitals.ts';

describe('the change against the period before', () => {
  it.each([
    [112, 100, '▲ 12 % more than the day before (100)'],
    [90, 100, '▼ 10 % fewer than the day before (100)'],
    [1001, 1000, '▲ 0.1 % more than the day before (1,000)'],
    [0, 7, '▼ 100 % fewer than the day before (7)'],
    [7, 7, 'As many as the day before (7)'],
    [7, 0, '▲ more than the day before (0)'],
    [7, undefined, 'No data for the day before'],
  ])('of %d to %s', (now, before, text) => {
    expect(changeWords(now, before, 'the day before')).toBe(text);
  });

  it.each([
    ['7d', 'the 7 days before'],
    ['1h', 'the hour before'],
    ['today', 'the same time yesterday'],
    ['yesterday', 'the day before'],
    ['week', 'the same time last week'],
    ['2026-11-02..2026-11-03', 'the 2 days before'],
  ])('calls the one before %s %s', (id, title) => {
    const period = readPeriod(id, Date.parse('2026-11-25T14:30:00') / 1000);
    expect(period?.before.title).toBe(title);
  });
});

describe('what Google says of a vital', () => {
  it.each([
    ['LCP', 2.5, 'good'],
    ['LCP', 2.4, 'good'],
    ['LCP', 2.6, 'needs improvement'],
    ['LCP', 4, 'needs improvement'],
    ['LCP', 4.1, 'poor'],
    ['CLS', 0, 'good'],
    ['CLS', 0.26, 'poor'],
    ['INP', 0.5, 'needs improvement'],
    ['TTFB', 10, 'poor'],
    ['other', 1, undefined],
    ['LCP', Number.NaN, undefined],
  ])('%s of %d: %s', (vital, p75, verdict) => {
    expect(vitalVerdict(vital, p75, vitalBuckets)).toBe(verdict);
  });
});
