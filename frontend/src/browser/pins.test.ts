// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { createPins } from './pins.ts';

beforeEach(() => localStorage.clear());

it('pins stay over a reload, for each account by itself', () => {
  expect([createPins('ada').toggle('a'), createPins('ada').toggle('b')]).toEqual([true, true]);
  const again = createPins('ada');
  expect([again.has('a'), again.has('b'), createPins('eve').has('a')]).toEqual([true, true, false]);
  expect([again.toggle('a'), createPins('ada').has('a')]).toEqual([false, false]);
});

it('what is stored otherwise pins nothing', () => {
  localStorage.setItem('uvp.pins.ada', '{broken');
  expect(createPins('ada').has('a')).toBe(false);
});
