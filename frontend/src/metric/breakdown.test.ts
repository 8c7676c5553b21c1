import { describe, expect, it } from 'vitest';
import { breakdownRows, breakdownTitle, formatShare } from './breakdown.ts';

const series = (values: Record<string, number>) =>
  Object.entries(values).map(([path, value]) => ({
    labels: path === '' ? {} : { path },
    points: [[0, value] as const],
  }));

describe('the values of a label', () => {
  it('have shares of what was counted, the largest first; what did not occur is left out', () => {
    const rows = breakdownRows(series({ '/b': 1, '/a': 1, '': 6, '/old': 0, '/bad': Number.NaN }), 'path', true);
    expect(rows).toEqual([
      { value: '', number: 6, share: 0.75, length: 1 },
      { value: '/a', number: 1, share: 0.125, length: 1 / 6 },
      { value: '/b', number: 1, share: 0.125, length: 1 / 6 },
    ]);
  });

  it('have none where numbers cannot be added up', () => {
    expect(breakdownRows(series({ '/a': 0, '/b': -4 }), 'path', false)).toEqual([
      { value: '/a', number: 0, length: 0 },
      { value: '/b', number: -4, length: 1 },
    ]);
    expect(breakdownRows([], 'path', true)).toEqual([]);
  });

  it.each([
    ['page', '$path', 'Top paths'],
    ['path', '', 'Top paths'],
    ['referrer', '$referrer', 'Referrers'],
    ['device', '$device', 'Devices'],
    ['vital', '$vital', 'Vitals'],
    ['plan', 'free', 'plan'],
    ['constructor', '', 'constructor'],
  ])('of %s, filled with “%s”, are called %s', (label, source, title) => {
    expect(breakdownTitle(label, source)).toBe(title);
  });

  it.each([
    [1, '100 %'],
    [0.424, '42 %'],
    [0.0512, '5.1 %'],
    [0.0004, '< 0.1 %'],
    [0, '0 %'],
  ])('with a share of %d read %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});
