import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeString, encodeString } from './strings.ts';

describe('encodeString', () => {
  it('is undone by decodeString, and is printable ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const literal = encodeString(value);
        expect(literal).toMatch(/^"[ -~]*"$/);
        expect(decodeString(literal)).toBe(value);
      }),
    );
  });
});

describe('decodeString', () => {
  it('takes raw strings as they are', () => {
    expect(decodeString('`a\\n"\'\n`')).toBe('a\\n"\'\n');
  });

  it.each(['"', '"a', '"a\\"', "'a", '`a', '"a"b"', '"a\nb"', '"\\'])('refuses %j', (literal) => {
    expect(() => decodeString(literal)).toThrow(/terminated|escape/);
  });
});
