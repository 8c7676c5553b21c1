import { describe, expect, it } from 'vitest';
import { keepParts, splitAtMarks } from './marks.ts';

describe('splitAtMarks', () => {
  it('cuts at marks, nested ones too', () => {
    const parts = splitAtMarks('a;//! if x|y\nb;//! if z\nc;//! end\n  //! end\nd;');
    expect(parts).toEqual([
      [[], 'a;'],
      [[['x', 'y']], 'b;'],
      [[['x', 'y'], ['z']], 'c;'],
      [[], 'd;'],
    ]);
    expect(keepParts(parts, new Set(['y']))).toBe('a;b;d;');
    expect(keepParts(parts, new Set(['z']))).toBe('a;d;');
  });

  it.each(['a;//! end\nb;', '//! if x\na;', '//! if X Y\na;//! end\n'])('refuses %j', (code) => {
    expect(() => splitAtMarks(code)).toThrow();
  });
});
