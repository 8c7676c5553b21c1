import { describe, expect, it } from 'vitest';
import { numbersFault, parseNumbers } from './numberList.ts';

describe('parseNumbers', () => {
  it.each([
    ['0.1, 0.5 1', [0.1, 0.5, 1]],
    ['3;2\n1', [1, 2, 3]],
    ['1, 1.0, 1e0', [1]],
    ['-1 10 9', [-1, 9, 10]],
    ['', []],
    ['1, two', undefined],
    ['Infinity', undefined],
  ])('reads “%s”', (text, numbers) => {
    expect(parseNumbers(text)).toEqual(numbers);
  });
});

describe('numbersFault', () => {
  const fault = (text: string) => numbersFault(text, 2, (one) => one > 0, 'more than 0');
  it.each([
    ['1 2', undefined],
    ['1 2 2', undefined],
    ['1 2 3', 'must be at most 2 numbers'],
    ['0 1', 'must be more than 0'],
    ['a', 'must be numbers with commas between them'],
  ])('of “%s”', (text, expected) => {
    expect(fault(text)).toBe(expected);
  });
});
