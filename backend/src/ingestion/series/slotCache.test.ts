import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlotCache } from './slotCache.ts';

describe('createSlotCache', () => {
  it('gives back what was set, by version and labels', () => {
    const cache = createSlotCache();
    cache.set(1, { n: 'a' }, 10);
    cache.set(2, { n: 'a' }, 20);
    cache.set(1, { n: 'a' }, 11);
    expect([
      cache.get(1, { n: 'a' }),
      cache.get(2, { n: 'a' }),
      cache.get(1, { n: 'b' }),
      cache.get(3, { n: 'a' }),
    ]).toEqual([11, 20, undefined, undefined]);
    cache.drop(1);
    expect([cache.get(1, { n: 'a' }), cache.get(2, { n: 'a' })]).toEqual([undefined, 20]);
    cache.drop(2);
    expect(cache.bytes()).toBe(0);
  });

  it('stays within its bound however much comes, and keeps what is asked for meanwhile', () => {
    const maxBytes = 200_000;
    const cache = createSlotCache(maxBytes);
    cache.set(0, { n: 'in use' }, 7);
    let most = 0;
    for (let i = 0; i < 20_000; i += 1) {
      cache.set(i % 60, { n: `key ${i}` }, i);
      if (i % 50 === 0) expect(cache.get(0, { n: 'in use' })).toBe(7);
      most = Math.max(most, cache.bytes());
    }
    expect(most).toBeLessThanOrEqual(maxBytes);
    expect(most).toBeGreaterThan(maxBytes / 2);
    expect(cache.get(1, { n: 'key 1' })).toBeUndefined();
  });

  it('counts a version, too, and refuses labels that would fill it alone', () => {
    const cache = createSlotCache(10_000);
    for (let version = 0; version < 1_000; version += 1) cache.set(version, undefined, version);
    expect(cache.bytes()).toBeLessThanOrEqual(10_000);
    cache.set(1_000, { n: 'x'.repeat(5_000) }, 1);
    expect(cache.get(1_000, { n: 'x'.repeat(5_000) })).toBeUndefined();
  });

  it('never answers with anything but what was set last, and counts right', () => {
    const version = fc.integer({ min: 0, max: 3 });
    const key = fc.string({ maxLength: 2 });
    const step = fc.oneof(
      fc.record({ does: fc.constant('set' as const), version, key, slot: fc.nat() }),
      fc.record({ does: fc.constant('get' as const), version, key }),
      fc.record({ does: fc.constant('drop' as const), version }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const cache = createSlotCache(3_000);
        const model = new Map<string, number>();
        for (const one of steps) {
          if (one.does === 'set') {
            cache.set(one.version, { n: one.key }, one.slot);
            model.set(`${one.version} ${one.key}`, one.slot);
          } else if (one.does === 'drop') {
            cache.drop(one.version);
            for (const name of model.keys()) if (name.startsWith(`${one.version} `)) model.delete(name);
          } else {
            const found = cache.get(one.version, { n: one.key });
            if (found !== undefined) expect(found).toBe(model.get(`${one.version} ${one.key}`));
          }
          expect(cache.bytes()).toBeLessThanOrEqual(3_000);
        }
        for (const each of [0, 1, 2, 3]) cache.drop(each);
        expect(cache.bytes()).toBe(0);
      }),
    );
  });
});
