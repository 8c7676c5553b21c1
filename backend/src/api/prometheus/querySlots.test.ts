import { describe, expect, it } from 'vitest';
import { createQuerySlots } from './querySlots.ts';

const { signal } = new AbortController();
const limits = { perTenant: 2, total: 3, waitingPerTenant: 2, maxWaitMs: 60_000 };

describe('createQuerySlots', () => {
  it('keeps tenants to their share and all to the total, in order', async () => {
    const slots = createQuerySlots(limits);
    const order: string[] = [];
    const ends: (() => void)[] = [];
    const take = (name: string, tenant: string) =>
      slots.take(tenant, signal).then((end) => {
        order.push(name);
        ends.push(end);
      });
    const all = [take('a1', 'a'), take('a2', 'a'), take('a3', 'a'), take('b1', 'b'), take('b2', 'b'), take('c1', 'c')];
    const rest = async () => new Promise((resolve) => setImmediate(resolve));
    await rest();
    expect(order).toEqual(['a1', 'a2', 'b1']);
    while (ends.length > 0) {
      const end = ends.shift();
      end?.();
      end?.();
      await rest();
    }
    await Promise.all(all);
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'c1']);
  });

  it('refuses when too many wait', async () => {
    const slots = createQuerySlots(limits);
    const running = await Promise.all([slots.take('a', signal), slots.take('a', signal)]);
    const waiting = [slots.take('a', signal), slots.take('a', signal)];
    await expect(slots.take('a', signal)).rejects.toMatchObject({ status: 429, code: 'too_many_queries' });
    (await slots.take('b', signal))();
    for (const end of running) end();
    for (const end of await Promise.all(waiting)) end();
  });

  it('refuses after waiting too long, and forgets who has gone', async () => {
    const slots = createQuerySlots({ ...limits, maxWaitMs: 20 });
    const ends = await Promise.all([slots.take('a', signal), slots.take('a', signal)]);
    await expect(slots.take('a', signal)).rejects.toMatchObject({ status: 429 });
    const caller = new AbortController();
    const gone = slots.take('a', caller.signal);
    caller.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    await expect(slots.take('a', caller.signal)).rejects.toThrow('gone');
    for (const end of ends) end();
    (await slots.take('a', signal))();
  });
});
