import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineLooks, LINE_COLORS } from './lineLooks.ts';

const text = (look: unknown) => JSON.stringify(look);

describe('the looks of lines', () => {
  it('stay when the order changes, and when values come and go', () => {
    const looks = createLineLooks();
    const [ok, missing, broken] = looks('code', ['200', '404', '500']);
    expect(looks('code', ['500', '200', '404'])).toEqual([broken, ok, missing]);
    expect(looks('code', ['404'])).toEqual([missing]);
    const [, stillOk] = looks('code', ['301', '200', '302']);
    expect(stillOk).toEqual(ok);
  });

  it('are the same after a reload, whatever the order was', () => {
    const values = ['/', '/pricing', '/docs', '/blog/:id', '/checkout'];
    const before = createLineLooks()('path', values);
    const after = createLineLooks()('path', [...values].reverse());
    expect(after.reverse()).toEqual(before);
  });

  it('differ, also when there are more values than colours', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 2 * LINE_COLORS }), (values) => {
        const looks = createLineLooks();
        const all = values.map((_, index) => text(looks('l', values.slice(0, index + 1))[index]));
        expect(new Set(all).size).toBe(values.length);
        expect(looks('l', values).map((look) => text(look))).toEqual(all);
      }),
    );
  });

  it('belong to one label', () => {
    const looks = createLineLooks();
    looks('path', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
    expect(looks('plan', ['i'])).toEqual(createLineLooks()('plan', ['i']));
  });
});
