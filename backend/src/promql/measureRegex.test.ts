import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureRegex } from './measureRegex.ts';

const fieldsOf = (pattern: string) => {
  const { instructions, captures, alternatives } = measureRegex(pattern);
  return { instructions, captures, alternatives };
};

describe('measureRegex', () => {
  it.each([
    ['', 0, 0, 0],
    ['abc', 3, 0, 0],
    ['a|bc', 4, 0, 0],
    ['x{1000}', 2_000, 0, 0],
    ['(x?){1000}', 5_000, 1_000, 2_000],
    ['(?:x{10}){5}', 105, 0, 0],
    ['.{1,100}', 200, 0, 200],
    ['a{3,}', 8, 0, 8],
    ['(?P<name>a)(?<other>b)(?i:c)', 7, 2, 0],
    ['\\Q(x{1000}\\E', 8, 0, 0],
    ['a\\{1000}', 7, 0, 0],
    ['a{,9}{b}', 8, 0, 0],
    ['[x{1000}]', 8, 0, 1],
    ['[]a)(]', 5, 0, 1],
    ['(?:|a)(?:b|\\b)', 5, 0, 5],
  ])('counts instructions, captures and alternatives of %j', (pattern, instructions, captures, alternatives) => {
    expect(fieldsOf(pattern)).toEqual({ instructions, captures, alternatives });
  });

  it.each([
    '[^/]',
    '\\S',
    '\\D',
    '[\\W]',
    '\\pL',
    '\\P{Greek}',
    '[[:^alpha:]]',
    '(?i)[a-\u{1e942}]',
    '[A-\\x{10FFFF}]',
  ])('knows that %s has many characters', (pattern) =>
    expect(measureRegex(pattern).instructions).toBeGreaterThan(1_500),
  );

  it.each(['[a-z0-9_]', '\\w\\d\\s', '(?i)[a-z]', '[[:alpha:]]', '[é-ü]', '(?s).', '[a\\]^-]'])(
    'knows that %s has few',
    (pattern) => expect(measureRegex(pattern).instructions).toBeLessThan(30),
  );

  it('counts the strings that Prometheus makes', () => {
    const one = (pattern: string) => {
      const { matches, strings, copied } = measureRegex(pattern);
      return { matches, strings, copied };
    };
    expect(one('a{3}')).toEqual({ matches: 1, strings: 3, copied: 6 });
    expect(one('[ab](c|d)')).toEqual({ matches: 4, strings: 6, copied: 10 });
    expect(one('[a-p]{2}')).toEqual({ matches: 256, strings: 272, copied: 528 });
    expect(one('[a-p]{3}').matches).toBe(0);
    expect(one('a.b').matches).toBe(0);
    expect(measureRegex('a{1000}'.repeat(60)).copied).toBe(60_000 * 60_001 * 0.5);
  });

  it('leaves counts that Go refuses at one', () => {
    for (const pattern of ['a{1001}', '(?:a{100}){11}', 'a{2,1001}', 'a{99999999999999999999}']) {
      expect(measureRegex(pattern).instructions, pattern).toBeLessThan(250);
    }
    expect(measureRegex('(?:a{100}){10}').instructions).toBeGreaterThan(1_000);
  });

  it('reads any text, in time that grows with its length', () => {
    const fragments = [
      '(',
      ')',
      '[',
      '[^',
      ']',
      '|',
      'a{1000}',
      '{1',
      '\\p{',
      '\\p',
      '\\x{',
      '\\Q',
      '(?<',
      '(?i',
      '[[:',
      '\\',
      'a?',
      '-',
      'ü',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments)), (parts) => {
        const sizes = Object.values(measureRegex(parts.join('')));
        expect(sizes.every((size) => Number.isFinite(size) && size >= 0)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    for (const fragment of fragments) {
      const startedAt = process.cpuUsage();
      measureRegex(fragment.repeat(131_072 / fragment.length));
      const { user, system } = process.cpuUsage(startedAt);
      expect((user + system) / 1_000, fragment).toBeLessThan(1_000);
    }
  });
});
