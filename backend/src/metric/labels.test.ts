import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutLabelValue, labelHash, labelKey, labelNameFault, labelValueFault, resolveLabels } from './labels.ts';

describe('labelValueFault', () => {
  it.each(['', 'free', 'ü'.repeat(100), 'x'.repeat(200), 'a\nb', '$path', '"} 1\nevil{x="'])('takes %j', (value) => {
    expect(labelValueFault(value)).toBeUndefined();
  });

  it.each(['x'.repeat(201), 'ü'.repeat(101), 'a\u0000b', '\ud800', 'x\udc00', '\udc00\ud800'])(
    'refuses %j',
    (value) => {
      expect(labelValueFault(value)).toBeTypeOf('string');
    },
  );
});

describe('cutLabelValue', () => {
  it.each([
    ['x'.repeat(200), 200],
    ['x'.repeat(201), 200],
    ['ü'.repeat(101), 100],
    [`x${'ü'.repeat(100)}`, 100],
    ['工'.repeat(67), 66],
    ['😀'.repeat(51), 100],
    [`xy${'😀'.repeat(50)}`, 100],
    [`${'x'.repeat(199)}\ud83d`, 199],
  ])('cuts %j after %d units, between two characters', (value, units) => {
    const cut = cutLabelValue(value);
    expect(cut).toBe(value.slice(0, units));
    expect(labelValueFault(cut)).toBeUndefined();
  });

  it('leaves alone what is short enough, and gives what can be stored where the text is well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
        const cut = cutLabelValue(value);
        expect(value.startsWith(cut)).toBe(true);
        if (Buffer.byteLength(value) <= 200) expect(cut).toBe(value);
        else expect(Buffer.byteLength(cut)).toBeGreaterThan(196);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe('labelNameFault', () => {
  it.each(['plan', '_x', 'A1', 'constructor', 'x'.repeat(120)])('takes %j', (name) => {
    expect(labelNameFault(name)).toBeUndefined();
  });

  it.each(['', '1x', 'a-b', 'a b', 'ä', 'x\n', '__name__', '__proto__', 'le', 'tenant', 'overflow', 'x'.repeat(121)])(
    'refuses %j',
    (name) => expect(labelNameFault(name)).toBeTypeOf('string'),
  );
});

describe('resolveLabels', () => {
  it('puts the defaults under what was given', () => {
    expect(resolveLabels({ plan: 'free', site: 'main' }, { plan: 'pro' })).toEqual({ plan: 'pro', site: 'main' });
  });

  it('drops empty values, so that {} and {a=""} are one series', () => {
    expect(resolveLabels({ plan: '', site: 'main' }, { site: '' })).toEqual({});
  });

  it('leaves out what the script was to fill and did not', () => {
    expect(resolveLabels({ path: '$path', plan: 'free' }, {})).toEqual({ plan: 'free' });
  });

  it('takes a value that begins with $ as it is', () => {
    expect(resolveLabels({ path: '$path' }, { path: '$5' })).toEqual({ path: '$5' });
  });

  it('does not take inherited properties for values', () => {
    expect(resolveLabels({ constructor: 'c', toString: '' }, {})).toEqual({ constructor: 'c' });
  });
});

describe('labelKey', () => {
  const set = fc.dictionary(fc.stringMatching(/^[a-c]{1,2}$/), fc.constantFrom('', 'a', 'b', '","', '\\', '"'), {
    maxKeys: 4,
  });
  const shuffled = (labels: Record<string, string>) => Object.fromEntries(Object.entries(labels).reverse());

  it('is equal exactly when the sets are', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const isSame = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
        expect(labelKey(a) === labelKey(b)).toBe(isSame);
        expect(labelKey(a)).toBe(labelKey(shuffled(a)));
        expect(labelHash(labelKey(a)).equals(labelHash(labelKey(b)))).toBe(isSame);
      }),
    );
  });

  it('does not mix up names and values', () => {
    expect(labelKey({ a: 'b","c', d: 'e' })).not.toBe(labelKey({ a: 'b', c: 'd","e' }));
  });
});
