import { expect, it } from 'vitest';
import { nextOf } from './next.ts';

it.each([
  ['/keys', '/keys'],
  ['/metrics/7?a=b', '/metrics/7?a=b'],
  [undefined, '/metrics'],
  ['https://elsewhere.example', '/metrics'],
  ['//elsewhere.example', '/metrics'],
])('goes on from %s at %s', (next, path) => {
  expect(nextOf(new URLSearchParams(next === undefined ? {} : { next }))).toBe(path);
});
