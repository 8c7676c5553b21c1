import { expect, it } from 'vitest';
import { passwordStrength } from './password.ts';

it.each([
  ['', 0, '8 more characters'],
  ['sevench', 0, '1 more character'],
  ['x'.repeat(73), 0, 'Too long: 72 bytes are the limit'],
  ['aaaaaaaaaa', 1, 'Weak: easy to guess'],
  ['password123', 1, 'Weak: easy to guess'],
  ['lanterns', 1, 'Weak: easy to guess'],
  ['lantern-73', 2, 'Fair: longer is better'],
  ['seven quiet lanterns', 3, 'Strong'],
])('says of %j: level %i, %s', (text, level, words) => {
  expect(passwordStrength(text)).toEqual({ level, words });
});
