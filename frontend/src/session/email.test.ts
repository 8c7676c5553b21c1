import { expect, it } from 'vitest';
import { emailFault } from './email.ts';

it.each(['a@b.c', 'ada.lovelace+shop@mail.example.com', 'ä@ö.example'])('%s may be an e-mail address', (text) => {
  expect(emailFault(text)).toBe(undefined);
});

it.each(['', 'ada', 'ada@', '@example.com', 'ada@example', 'a@b@c.d', 'a b@c.d', 'ada@example.'])(
  '“%s” is surely none',
  (text) => {
    expect(emailFault(text)).toBe('must be an e-mail address');
  },
);
