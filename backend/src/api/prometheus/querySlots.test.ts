import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createQuerySlots, type QuerySlot, queryLimitsOf } from './querySlots.ts';

const { signal } = new AbortController();
const limits = { perTenant: 2, total: 3, waitingPerTenant: 2, maxWaitMs: 60_000, giveWayAfterMs: 60_000 };

describe('createQuerySlots', () => {
  it('keeps tenants to their share and all to the total, and begins with those who have none', async () => {
    const slots = createQuerySlots(limits);
    const order: string[] = [];
    const started: QuerySlot[] = [];
    const take = (name: string, tenant: string) =>
      slots.take(tenant, signal).then((slot) => {
        order.push(name);
        started.push(slot);
      });
    const all = [take('a1', 'a'), take('a2', 'a'), take('a3', 'a'), take('b1', 'b'), take('b2', 'b'), take('c1', 'c')];
    const rest = async () => new Promise((resolve) => setImmediate(resolve));
    await rest();
    expect(order).toEqual(['a1', 'a2', 'b1']);
    while (started.length > 0) {
      const slot = started.shift();
      slot?.end();
      slot?.end();
      await rest();
    }
    await Promise.all(all);
    expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  });

  it('refuses when too many wait', async () => {
    const slots = createQuerySlots(limits);
    const running = await Promise.all([slots.take('a', signal), slots.take('a', signal)]);
    const waiting = [slots.take('a', signal), slots.take('a', signal)];
    await expect(slots.take('a', signal)).rejects.toMatchObject({ status: 429, code: 'too_many_queries' });
    (await slots.take('b', signal)).end();
    for (const { end } of running) end();
    for (const { end } of await Promise.all(waiting)) end();
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
    for (const { end } of ends) end();
    (await slots.take('a', signal)).end();
  });

  it('leaves slots for the first queries of others, however many a few tenants ask', async () => {
    const slots = createQuerySlots({ ...limits, perTenant: 4, total: 16, waitingPerTenant: 32 });
    const caller = new AbortController();
    setMaxListeners(32, caller.signal);
    const greedy = ['a', 'b', 'c', 'd'].flatMap((tenant) => Array.from({ length: 8 }, () => tenant));
    let running = 0;
    const asked = greedy.map((tenant) =>
      slots.take(tenant, caller.signal).then(
        () => {
          running += 1;
        },
        () => {},
      ),
    );
    const others = await Promise.all(['e', 'f', 'g', 'h'].map((tenant) => slots.take(tenant, signal)));
    expect(running).toBeGreaterThanOrEqual(8);
    for (const { end } of others) end();
    caller.abort(new Error('gone'));
    await Promise.all(asked);
  });

  it('gives a tenant that is alone its whole share', async () => {
    const slots = createQuerySlots({ ...limits, perTenant: 4, total: 16 });
    expect(await Promise.all(Array.from({ length: 4 }, () => slots.take('a', signal)))).toHaveLength(4);
  });

  it('lets those go first who run least', async () => {
    const slots = createQuerySlots({ ...limits, perTenant: 2, total: 2, waitingPerTenant: 9 });
    const order: string[] = [];
    const [first, second] = [await slots.take('a', signal), await slots.take('b', signal)];
    const waiting = ['b2', 'b3', 'c'].map((name) =>
      slots.take(name.slice(0, 1), signal).then((slot) => {
        order.push(name);
        slot.end();
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    first.end();
    second.end();
    await Promise.all(waiting);
    expect(order).toEqual(['c', 'b2', 'b3']);
  });

  it('stops a long query when all slots are taken and somebody without any waits', async () => {
    const slots = createQuerySlots({ ...limits, perTenant: 3, total: 3, giveWayAfterMs: 30 });
    const [a, ...others] = await Promise.all(['a', 'b', 'c'].map((tenant) => slots.take(tenant, signal)));
    const more = slots.take('b', signal);
    const waiting = slots.take('d', signal);
    await new Promise((resolve) => a?.signal.addEventListener('abort', resolve));
    expect(a?.signal.reason).toMatchObject({ status: 503, code: 'query_timeout' });
    a?.end();
    (await waiting).end();
    (await more).end();
    expect(others.map((slot) => slot.signal.aborted)).toEqual([false, false]);
  });

  it('divides the slots among the processes that share the ports', () => {
    const config = { querySlots: 16, querySlotsPerTenant: 4 };
    expect(queryLimitsOf({ ...config, webConcurrency: 1 })).toMatchObject({ total: 16, perTenant: 4 });
    expect(queryLimitsOf({ ...config, webConcurrency: 3 })).toMatchObject({ total: 5, perTenant: 1 });
    expect(queryLimitsOf({ ...config, webConcurrency: 64 })).toMatchObject({ total: 1, perTenant: 1 });
  });

  it.each([1, 2, 3, 4, 5, 8])('lets no tenant have all slots of one of %i processes', async (webConcurrency) => {
    const slots = createQuerySlots(queryLimitsOf({ querySlots: 16, querySlotsPerTenant: 4, webConcurrency }));
    const caller = new AbortController();
    setMaxListeners(16, caller.signal);
    const greedy = Array.from({ length: 16 }, () => slots.take('a', caller.signal));
    const gone = Promise.allSettled(greedy);
    const running = await slots.take('b', signal);
    running.end();
    caller.abort();
    await gone;
  });
});
