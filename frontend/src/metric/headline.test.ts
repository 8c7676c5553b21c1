import { expect, it } from 'vitest';
import { headlineOf } from './headline.ts';

it.each([
  ['counter', { total: 506, series: 11 }, { title: 'Total', value: 506, note: '' }],
  ['summary', { total: 12, series: 18 }, { title: 'Observations', value: 12, note: '' }],
  ['gauge', { total: 506, series: 11 }, { title: 'Average', value: 46, note: 'of 11 series; their sum is 506' }],
  ['gauge', { total: 42, series: 1 }, { title: 'Value', value: 42, note: '' }],
  ['gauge', { total: 0, series: 0 }, { title: 'Value', value: Number.NaN, note: '' }],
] as const)('the number of a %s with %o', (type, stats, expected) => {
  expect(headlineOf(type, stats)).toEqual(expected);
});
