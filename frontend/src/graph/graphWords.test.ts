import { describe, expect, it } from 'vitest';
import { nowTitleOf, pointMeaning } from './graphWords.ts';
import { viewsOf } from './views.ts';

const viewOf = (type: 'counter' | 'gauge' | 'histogram' | 'summary', id: string) => {
  const view = viewsOf(type).find((one) => one.id === id);
  if (!view) throw new Error(`a ${type} has no view ${id}`);
  return view;
};

describe('what a point stands for', () => {
  it.each([
    ['counter', 'rate', 15, 'Each point stands for the 1 min before it; the last one for the 1 min until now.'],
    ['counter', 'rate', 10_800, 'Each point stands for the 3 h before it; the last one for the 3 h until now.'],
    [
      'histogram',
      'heatmap',
      90,
      'Each column stands for the 1 min 30 s before it; the last one for the 1 min 30 s until now.',
    ],
    ['gauge', 'avg', 10_800, 'Each point is the value at that moment; the last one is now.'],
    ['summary', 'quantiles', 15, 'Each point is the value at that moment; the last one is now.'],
  ] as const)('of a %s, %s, every %i s', (type, id, stepSeconds, expected) => {
    expect(pointMeaning(type, viewOf(type, id), stepSeconds)).toBe(expected);
  });

  it('names the time that the number of now is of', () => {
    expect(nowTitleOf('counter', viewOf('counter', 'rate'))).toBe('Last minute');
    expect(nowTitleOf('counter', viewOf('counter', 'total'))).toBe('Now');
  });
});
