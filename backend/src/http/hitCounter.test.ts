import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHitCounter, type HitCounter } from './hitCounter.ts';

let counter: HitCounter;

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => {
  counter.close();
  vi.useRealTimers();
});

describe('createHitCounter', () => {
  it('allows so many in a window, and says how long the rest must wait', async () => {
    counter = createHitCounter({ limit: 2, windowSeconds: 10 });
    expect([await counter.hit('a'), await counter.hit('a')].map(({ allowed }) => allowed)).toEqual([true, true]);
    vi.advanceTimersByTime(4_000);
    expect(await counter.hit('a')).toEqual({ allowed: false, retryAfterSeconds: 6 });
    expect(await counter.hit('b')).toMatchObject({ allowed: true });
    vi.advanceTimersByTime(6_000);
    expect(await counter.hit('a')).toMatchObject({ allowed: true });
  });

  it('looks without counting, and sees when a window is over', async () => {
    counter = createHitCounter({ limit: 1, windowSeconds: 10 });
    for (let i = 0; i < 5; i += 1) expect(await counter.peek('a')).toMatchObject({ allowed: true });
    await counter.hit('a');
    expect(await counter.peek('a')).toEqual({ allowed: false, retryAfterSeconds: 10 });
    vi.advanceTimersByTime(10_000);
    expect(await counter.peek('a')).toMatchObject({ allowed: true });
  });

  it('keeps the counts of 20,000 keys, those that were hit last', async () => {
    counter = createHitCounter({ limit: 1, windowSeconds: 10 });
    await counter.hit('busy');
    await counter.hit('quiet');
    for (let i = 0; i < 20_000; i += 1) {
      await counter.hit(`address ${i}`);
      if (i % 1_000 === 0) expect(await counter.hit('busy')).toMatchObject({ allowed: false });
    }
    expect(await counter.hit('busy')).toMatchObject({ allowed: false });
    expect(await counter.peek('quiet')).toMatchObject({ allowed: true });
  });

  it('allows everything when the limit is 0', async () => {
    counter = createHitCounter({ limit: 0, windowSeconds: 1 });
    for (let i = 0; i < 100; i += 1) expect(await counter.hit('a')).toMatchObject({ allowed: true });
    expect(await counter.peek('a')).toMatchObject({ allowed: true });
  });
});
