import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabelIndex, maxEntryBytes, type SentLabels } from './labelIndex.ts';

const name = fc.constantFrom('a', 'b', 'ab', '1', '__proto__x');
const labels = fc.array(fc.tuple(name, fc.constantFrom('', 'a', 'b', 'ab', '1')), { maxLength: 4 });
const asSent = (entries: [string, string][]): SentLabels => JSON.parse(JSON.stringify(Object.fromEntries(entries)));

describe('LabelIndex', () => {
  it('finds what was set under the same labels in the same order, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 20 }), labels, (known, wanted) => {
        const index = new LabelIndex();
        const model = new Map<string, number>();
        for (const [slot, entries] of known.entries()) {
          const sent = asSent(entries);
          const before = index.bytes;
          index.set(sent, slot);
          const added = index.bytes - before;
          expect(added).toBeLessThanOrEqual(maxEntryBytes(sent));
          if (model.has(JSON.stringify(sent))) expect(added).toBe(0);
          model.set(JSON.stringify(sent), slot);
        }
        for (const [key, slot] of model) expect(index.get(JSON.parse(key))).toBe(slot);
        const sent = asSent(wanted);
        expect(index.get(sent)).toBe(model.get(JSON.stringify(sent)));
      }),
    );
  });

  it('tells no labels from an empty value, and is the same for none and for an empty object', () => {
    const index = new LabelIndex();
    index.set(undefined, 1);
    index.set({ a: '' }, 2);
    expect([index.get(undefined), index.get({}), index.get({ a: '' }), index.get({ b: '' })]).toEqual([
      1,
      1,
      2,
      undefined,
    ]);
  });

  it.each([['{"a":null}'], ['{"a":1}'], ['{"a":{}}'], ['{"a":["x"]}'], ['{"__proto__":"x"}']])(
    'finds nothing for %s, which is not a set of texts or was never set',
    (text) => {
      const index = new LabelIndex();
      index.set({ a: '' }, 1);
      index.set({ a: '1' }, 2);
      index.set({ a: 'x' }, 3);
      expect(index.get(JSON.parse(text))).toBeUndefined();
    },
  );
});
