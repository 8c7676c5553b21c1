import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../database/connect.ts';
import { createMetrics, type Metrics } from '../../telemetry/metrics.ts';
import { buildAddition, buildTestSeries, readTotals } from '../../testing/ingestionRig.ts';
import { startSilentProxy } from '../../testing/silentProxy.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createGroupCommit, type GroupCommit } from './groupCommit.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 4 });
});
afterAll(() => database.drop());

function start(pool = database.pool) {
  const metrics = createMetrics({ processMetrics: false });
  return { groups: createGroupCommit({ pool, metrics }), metrics };
}

async function retries(metrics: Metrics): Promise<Record<string, number>> {
  const { values } = await metrics.commitRetries.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.cause, value]));
}

const kinds = async (results: Promise<{ kind: string }>[]) => (await Promise.all(results)).map(({ kind }) => kind);

describe('when Postgres falls silent', () => {
  it('every sender has an answer within 8 s', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 1);
    const proxy = await startSilentProxy(database.url);
    const silent = connectDatabase(proxy.url);
    const { groups } = start(silent.pool);
    const submit = () => groups.submit(buildAddition(tenantId, [[slots[0] ?? 0, 1]]));
    expect(await submit()).toEqual({ kind: 'committed' });
    proxy.silence();
    const startedAt = performance.now();
    const results = [submit()];
    await new Promise(setImmediate);
    results.push(submit(), submit());
    for (const one of await Promise.allSettled(results)) expect(one).toMatchObject({ reason: { status: 503 } });
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    proxy.close();
    await silent.close();
  });
});

describe('four writers with the same slots in any order', () => {
  it('never deadlock, and add up exactly', async () => {
    const { tenantId, slots } = await buildTestSeries(database, 300);
    // Without our connection settings, as behind a pooler that swallows them: the order must not hang on the plan.
    const pools = Array.from({ length: 4 }, () => new pg.Pool({ connectionString: database.url, max: 2 }));
    const writers = pools.map((pool) => start(pool));
    const sent = new Map<number, number>();
    const until = performance.now() + 3_000;
    const write = async ({ groups }: { groups: GroupCommit }) => {
      while (performance.now() < until) {
        const additions = Array.from({ length: 40 }, (): [number, number] => [
          slots[Math.floor(Math.random() * 300)] ?? 0,
          1,
        ]);
        const requests = [additions.slice(0, 20), additions.slice(20)].map((one) => buildAddition(tenantId, one));
        for (const [slot, by] of additions) sent.set(slot, (sent.get(slot) ?? 0) + by);
        expect(await kinds(requests.map((one) => groups.submit(one)))).toEqual(['committed', 'committed']);
      }
    };
    await Promise.all(writers.map(write));
    expect(await Promise.all(writers.map(({ metrics }) => retries(metrics)))).toEqual([{}, {}, {}, {}]);
    expect(await readTotals(database.pool, slots)).toEqual(slots.map((slot) => sent.get(slot) ?? 0));
    await Promise.all(pools.map((pool) => pool.end()));
  });
});
