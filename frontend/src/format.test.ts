import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatCount, formatDuration, formatNumber } from './format.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.9, '0 s'],
    [-5, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [185, '3 min 5 s'],
    [3_600, '1 h'],
    [3_605, '1 h'],
    [93_784, '1 d 2 h'],
    [172_799, '1 d 23 h'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [1234.567, '1,234.57'],
    [0.00123456, '0.00123'],
    [12_345_678, '12.35M'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '+Inf'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('formatAgo', () => {
  it.each([
    [0, 'just now'],
    [-60, 'just now'],
    [42, '42 s ago'],
    [3_700, '1 h ago'],
  ])('says of %d seconds: %s', (seconds, text) => {
    expect(formatAgo(new Date(1e12 - seconds * 1000).toISOString(), 1e12)).toBe(text);
  });
});

it('counts things and bytes', () => {
  expect([formatCount(1, 'metric'), formatCount(2, 'metric'), formatCount(1, 'series', 'series')]).toEqual([
    '1 metric',
    '2 metrics',
    '1 series',
  ]);
  expect([formatBytes(999), formatBytes(2_449)]).toEqual(['999 B', '2.4 kB']);
});
