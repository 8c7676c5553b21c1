import { describe, expect, it } from 'vitest';
import { LoadingCache } from './cache.ts';

interface Loaded {
  readonly key: string;
  readonly load: number;
}

/** A cache over loads that the test ends one by one, on a clock that the test moves. */
function rig(options: { max?: number; maxBytes?: number } = {}) {
  const loads: { key: string; answer: (value: Loaded | undefined) => void; fail: (error: Error) => void }[] = [];
  const state = { nowMs: 0, heard: true };
  const dropped: Loaded[] = [];
  const cache = new LoadingCache<Loaded>((key) => new Promise((answer, fail) => loads.push({ key, answer, fail })), {
    max: options.max ?? 100,
    maxBytes: options.maxBytes ?? 1_000_000,
    bytesOf: () => 1_000,
    onDrop: (value) => dropped.push(value),
    ttlMs: 60_000,
    absentTtlMs: 10_000,
    freshness: { announcementsHeard: () => state.heard },
    now: () => state.nowMs,
  });
  /** Asks for a key and ends the load that this starts. */
  async function fill(key: string, isThere = true): Promise<void> {
    const asked = cache.get(key);
    loads.at(-1)?.answer(isThere ? { key, load: loads.length } : undefined);
    await asked;
  }
  return { cache, loads, state, dropped, fill };
}

describe('LoadingCache', () => {
  it('loads a key once, however many ask for it', async () => {
    const { cache, loads } = rig();
    const asked = Array.from({ length: 5 }, () => cache.get('a'));
    expect(loads).toHaveLength(1);
    loads[0]?.answer({ key: 'a', load: 0 });
    expect(new Set(await Promise.all(asked))).toHaveLength(1);
    expect(await cache.get('a')).toEqual({ key: 'a', load: 0 });
    expect(loads).toHaveLength(1);
  });

  it('believes an entry for its time, counted from the start of the load', async () => {
    const { cache, loads, state } = rig();
    const asked = cache.get('a');
    state.nowMs = 59_000;
    loads[0]?.answer({ key: 'a', load: 0 });
    await asked;
    expect(cache.has('a')).toBe(true);
    state.nowMs = 60_000;
    expect(cache.has('a')).toBe(false);
  });

  it('believes absence for a shorter time', async () => {
    const { cache, state, fill } = rig();
    await fill('a', false);
    state.nowMs = 9_999;
    expect(cache.has('a')).toBe(true);
    expect(await cache.get('a')).toBeUndefined();
    state.nowMs = 10_000;
    expect(cache.has('a')).toBe(false);
  });

  it('believes nothing older than 2 s while announcements cannot be heard', async () => {
    const { cache, state, fill } = rig();
    await fill('a');
    state.heard = false;
    state.nowMs = 1_999;
    expect(cache.has('a')).toBe(true);
    state.nowMs = 2_000;
    expect(cache.has('a')).toBe(false);
  });

  it('does not keep what was being loaded when it was forgotten', async () => {
    const { cache, loads } = rig();
    const before = cache.get('a');
    cache.forget((_value, key) => key === 'a');
    const after = cache.get('a');
    expect(loads).toHaveLength(2);
    loads[1]?.answer({ key: 'a', load: 1 });
    await after;
    // The older read ends last and must not cover up the newer one.
    loads[0]?.answer({ key: 'a', load: 0 });
    expect(await before).toEqual({ key: 'a', load: 0 });
    expect(await cache.get('a')).toEqual({ key: 'a', load: 1 });
  });

  it('does not keep what was being loaded when all was cleared', async () => {
    const { cache, loads } = rig();
    const asked = cache.get('a');
    cache.clear();
    loads[0]?.answer({ key: 'a', load: 0 });
    await asked;
    expect(cache.has('a')).toBe(false);
  });

  it('forgets what matches, and everything absent', async () => {
    const { cache, fill } = rig();
    await fill('a');
    await fill('b');
    await fill('c', false);
    cache.forget((value) => value.key === 'a');
    expect(['a', 'b', 'c'].map((key) => cache.has(key))).toEqual([false, true, false]);
  });

  it('keeps no failure', async () => {
    const { cache, loads } = rig();
    const asked = [cache.get('a'), cache.get('a')];
    loads[0]?.fail(new Error('down'));
    for (const one of asked) await expect(one).rejects.toThrow('down');
    const again = cache.get('a');
    loads[1]?.answer({ key: 'a', load: 1 });
    expect(await again).toEqual({ key: 'a', load: 1 });
  });

  it('holds no more than it may', async () => {
    const { cache, fill } = rig({ max: 2 });
    for (const key of ['a', 'b', 'c']) await fill(key);
    expect(['a', 'b', 'c'].map((key) => cache.has(key))).toEqual([false, true, true]);
  });

  it('holds no more bytes than it may, keys and absence included, and tells what it drops', async () => {
    const { cache, fill, dropped } = rig({ maxBytes: 3_000 });
    for (const key of ['a', 'b', 'c']) await fill(key);
    expect(['a', 'b', 'c'].map((key) => cache.has(key))).toEqual([false, true, true]);
    expect(dropped.map(({ key }) => key)).toEqual(['a']);
    for (let i = 0; i < 10; i += 1) await fill(`${i}`.repeat(200), false);
    expect(cache.bytes()).toBeLessThanOrEqual(3_000);
    expect(cache.bytes()).toBeGreaterThan(2_000);
    cache.clear();
    expect([cache.bytes(), dropped.length]).toEqual([0, 3]);
  });

  it('answers what is larger than all it may hold, and does not keep it', async () => {
    const { cache, fill, loads } = rig({ maxBytes: 500 });
    await fill('a');
    expect([cache.has('a'), cache.bytes(), loads.length]).toEqual([false, 0, 1]);
  });
});
