import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type Database } from '../../database/connect.ts';
import { createMetrics, type Metrics } from '../../telemetry/metrics.ts';
import { buildAddition, buildTestSeries, readRejections, readTotals } from '../../testing/ingestionRig.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import type { CommitRequest } from './commitGroup.ts';
import { createGroupCommit, type GroupCommit } from './groupCommit.ts';

let database: TestDatabase;
/** Another process, as far as the ledger and the locks know. */
let replica: Database;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 4 });
  replica = connectDatabase(database.url, { maxConnections: 4 });
});
afterAll(async () => {
  await replica.close();
  await database.drop();
});

function start(pool = database.pool, limits: { maxQueued?: number; maxQueuedRows?: number } = {}) {
  const metrics = createMetrics({ processMetrics: false });
  return { groups: createGroupCommit({ pool, metrics, ...limits }), metrics };
}

/** How many groups were committed, and how many requests in them. */
async function committed(metrics: Metrics): Promise<{ groups: number; requests: number }> {
  const { values } = await metrics.commitGroupRequests.get();
  const of = (suffix: string) => values.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
  return { groups: of('_count'), requests: of('_sum') };
}

/** Holds a total's lock; every commit to it waits until `release`. */
async function hold(slot: number): Promise<{ release(): Promise<void> }> {
  const client = await replica.pool.connect();
  await client.query('begin');
  await client.query('select 1 from totals where slot = $1 for update', [slot]);
  return {
    async release() {
      await client.query('rollback');
      client.release();
    },
  };
}

const kinds = async (results: Promise<{ kind: string }>[]) => (await Promise.all(results)).map(({ kind }) => kind);
const sum = (values: readonly (number | undefined)[]) => values.reduce((total: number, one) => total + (one ?? 0), 0);

describe('the group commit', () => {
  it('lets requests that arrive during a commit share the next one', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const [slot = 0] = slots;
    const { groups, metrics } = start();
    const held = await hold(slot);
    const first = groups.submit(buildAddition(tenantId, [[slot, 1]]));
    await expect.poll(async () => (await metrics.ingestQueueLength.get()).values[0]?.value).toBe(0);
    const rest = Array.from({ length: 20 }, () => groups.submit(buildAddition(tenantId, [[slot, 1]])));
    await held.release();
    expect(new Set(await kinds([first, ...rest]))).toEqual(new Set(['committed']));
    expect(await committed(metrics)).toEqual({ groups: 2, requests: 21 });
    expect(await readTotals(database.pool, slots)).toEqual([21]);
  });

  it('answers after the commit and not before', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const { groups } = start();
    for (let i = 1; i <= 20; i += 1) {
      await groups.submit(buildAddition(tenantId, [[slots[0] ?? 0, 1]]));
      expect(await readTotals(replica.pool, slots)).toEqual([i]);
    }
  });

  it('counts one id once, sent fifty times at once by one process', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const { groups } = start();
    const request = () => buildAddition(tenantId, [[slots[0] ?? 0, 1]], { batchId: 'same', accepted: 3 });
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => groups.submit(request())));
    expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'duplicate')).toHaveLength(49);
    expect(await groups.submit(request())).toEqual({ kind: 'duplicate', accepted: 3 });
    expect(await readTotals(database.pool, slots)).toEqual([1]);
  });

  it('counts one id once, sent fifty times at once by two processes, and its neighbours as well', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 2);
    const [slot = 0, other = 0] = slots;
    const both = [start(database.pool), start(replica.pool)];
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => [
        both[i % 2]?.groups.submit(buildAddition(tenantId, [[slot, 1]], { batchId: `same ${i % 5}` })),
        both[i % 2]?.groups.submit(buildAddition(tenantId, [[other, 1]])),
      ]).flat(),
    );
    expect(outcomes.filter((one) => one?.kind === 'committed')).toHaveLength(55);
    expect(outcomes.filter((one) => one?.kind === 'duplicate')).toHaveLength(45);
    expect(await readTotals(database.pool, slots)).toEqual([5, 50]);
  });

  it('tells a second sender what the first one was told, whatever the second one sent', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const send = (groups: GroupCommit, accepted: number) =>
      groups.submit(buildAddition(tenantId, [[slots[0] ?? 0, accepted]], { batchId: 'reused', accepted }));
    const here = start();
    const [, joined] = await Promise.all([send(here.groups, 7), send(here.groups, 2)]);
    expect(joined).toEqual({ kind: 'duplicate', accepted: 7 });
    expect(await send(start(replica.pool).groups, 9)).toEqual({ kind: 'duplicate', accepted: 7 });
    expect(await readTotals(database.pool, slots)).toEqual([7]);
  });

  it("counts two tenants' batches of one id both", async () => {
    const [a, b] = [await buildTestSeries(database, 1), await buildTestSeries(database, 1)];
    const { groups } = start();
    const batchId = 'shared';
    const both = [a, b].map(({ tenantId, slots }) =>
      groups.submit(buildAddition(tenantId, [[slots[0] ?? 0, 1]], { batchId })),
    );
    expect(await kinds(both)).toEqual(['committed', 'committed']);
  });

  it('fails only the request that would push a total out of its range', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 2);
    const [full = 0, fine = 0] = slots;
    await database.pool.query('update totals set value = 9007199254740991 where slot = $1', [full]);
    const { groups, metrics } = start();
    const held = await hold(fine);
    const submit = (slot: number) => groups.submit(buildAddition(tenantId, [[slot, 1]]));
    const results = [submit(fine), ...Array.from({ length: 40 }, (_, i) => submit(i === 17 ? full : fine))];
    await held.release();
    const outcome = await kinds(results);
    expect(outcome.indexOf('out_of_range')).toBe(18);
    expect(outcome.filter((kind) => kind === 'committed')).toHaveLength(40);
    expect(await readTotals(database.pool, slots)).toEqual([Number.MAX_SAFE_INTEGER, 40]);
    // One faulty request of 41 costs a handful of commits, not one for each of its neighbours.
    expect((await committed(metrics)).groups).toBeLessThan(10);
  });

  it('tells only those whose series is gone to resolve again', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 2);
    const [gone = 0, fine = 0] = slots;
    await database.pool.query('delete from totals where slot = $1', [gone]);
    const { groups } = start();
    const submit = (slot: number, batchId: string) => groups.submit(buildAddition(tenantId, [[slot, 1]], { batchId }));
    expect(await kinds([submit(fine, 'a'), submit(gone, 'b'), submit(fine, 'c')])).toEqual([
      'committed',
      'stale',
      'committed',
    ]);
    await database.pool.query('insert into totals (slot) values ($1)', [gone]);
    expect(await submit(gone, 'b')).toEqual({ kind: 'committed' });
    expect(await readTotals(database.pool, slots)).toEqual([1, 2]);
  });

  it('lets a request whose twin was refused stand for itself', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const [slot = 0] = slots;
    const { groups } = start();
    const send = (to: number) => groups.submit(buildAddition(tenantId, [[to, 1]], { batchId: 'twin' }));
    expect(await kinds([send(slot + 1_000_000), send(slot)])).toEqual(['stale', 'committed']);
    expect(await readTotals(database.pool, slots)).toEqual([1]);
  });

  it('counts refusals exactly, of duplicates not again', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const { groups } = start();
    const rejections = [
      { metricConfigId: undefined, code: 'invalid_sample' as const, count: 2, example: 'x' },
      { metricConfigId: randomUUID(), code: 'invalid_value' as const, count: 1, example: 'x' },
    ];
    const submit = (given: Partial<CommitRequest>) =>
      groups.submit(buildAddition(tenantId, [[slots[0] ?? 0, 1]], given));
    await Promise.all(Array.from({ length: 30 }, (_, i) => submit({ rejections, batchId: `batch ${i % 10}` })));
    await Promise.all(Array.from({ length: 5 }, () => groups.submit(buildAddition(tenantId, [], { rejections }))));
    expect(await readRejections(database.pool, tenantId)).toEqual({ invalid_sample: 30, invalid_value: 15 });
  });

  it('refuses what would make the queue too long, in requests and in rows', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 10);
    const [slot = 0] = slots;
    const held = await hold(slot);
    const everySlot = slots.map((one): [number, number] => [one, 1]);
    for (const limits of [{ maxQueued: 3 }, { maxQueuedRows: 30 }]) {
      const { groups, metrics } = start(database.pool, limits);
      const first = groups.submit(buildAddition(tenantId, everySlot));
      await expect.poll(async () => (await metrics.ingestQueueLength.get()).values[0]?.value).toBe(0);
      const results = await Promise.allSettled(
        [
          ...Array.from({ length: 3 }, () => groups.submit(buildAddition(tenantId, everySlot))),
          groups.submit(buildAddition(tenantId, everySlot)),
        ].map((one, i) => (i === 3 ? one : Promise.race([one, Promise.resolve('waits')]))),
      );
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
      expect(results[3]).toMatchObject({ reason: { status: 503, code: 'overloaded', retryAfterSeconds: 1 } });
      void first;
    }
    await held.release();
    await expect.poll(async () => sum(await readTotals(database.pool, [slot]))).toBe(8);
  });

  it('does not commit what nobody waits for any more, and does so for a second sender of it who still waits', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const [slot = 0] = slots;
    const { groups, metrics } = start();
    const held = await hold(slot);
    const first = groups.submit(buildAddition(tenantId, [[slot, 1]]));
    await expect.poll(async () => (await metrics.ingestQueueLength.get()).values[0]?.value).toBe(0);
    // No commit begins in the last two seconds.
    const soon = performance.now() + 2_050;
    // Heard from the start: on a busy machine their time may be up before the test goes on.
    const late = Promise.allSettled(
      ['alone', 'twice'].map((batchId) =>
        groups.submit(buildAddition(tenantId, [[slot, 10]], { batchId, deadlineMs: soon })),
      ),
    );
    const second = groups.submit(buildAddition(tenantId, [[slot, 10]], { batchId: 'twice' }));
    await expect.poll(() => performance.now(), { interval: 10 }).toBeGreaterThan(soon - 2_000);
    await held.release();
    for (const one of await late) {
      expect(one).toMatchObject({ reason: { status: 503, code: 'database_unavailable', retryAfterSeconds: 2 } });
    }
    expect(await kinds([first, second])).toEqual(['committed', 'committed']);
    expect(await readTotals(database.pool, slots)).toEqual([11]);
  });

  it('tries again after an outage for those who still wait, and tells the others', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 2);
    const [first = 0, second = 0] = slots;
    const { groups, metrics } = start();
    const [ahead, held] = [await hold(first), await hold(second)];
    const before = groups.submit(buildAddition(tenantId, [[first, 1]]));
    await expect.poll(async () => (await metrics.ingestQueueLength.get()).values[0]?.value).toBe(0);
    const soon = performance.now() + 3_000;
    const late = Promise.allSettled([groups.submit(buildAddition(tenantId, [[second, 10]], { deadlineMs: soon }))]);
    const patient = groups.submit(buildAddition(tenantId, [[second, 1]]));
    await ahead.release();
    await before;
    const cut = async () => {
      const { rowCount } = await replica.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rowCount;
    };
    await expect.poll(() => performance.now(), { timeout: 5_000 }).toBeGreaterThan(soon - 2_000);
    expect(await cut()).toBe(1);
    await held.release();
    expect(await late).toMatchObject([{ reason: { status: 503, code: 'database_unavailable' } }]);
    expect(await patient).toEqual({ kind: 'committed' });
    expect(await readTotals(database.pool, slots)).toEqual([1, 1]);
  });

  it('drains what was submitted', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const { groups } = start();
    for (let i = 0; i < 100; i += 1) void groups.submit(buildAddition(tenantId, [[slots[0] ?? 0, 1]]));
    await groups.drain();
    expect(await readTotals(database.pool, slots)).toEqual([100]);
  });
});
