import { afterEach, beforeEach, expect, it } from 'vitest';
import { commitGroup } from '../ingestion/commit/commitGroup.ts';
import { sketchBucket } from '../metric/sketch.ts';
import { createMemoryForwarder, createMemoryGateway, type MemoryGateway } from '../testing/forwardingRig.ts';
import { buildAddition, buildTestSeries } from '../testing/ingestionRig.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';

let database: TestDatabase;
let gateway: MemoryGateway;
beforeEach(async () => {
  database = await createTestDatabase();
  gateway = createMemoryGateway('http://gateway.test');
});
afterEach(() => database.drop());

async function dueInSeconds(): Promise<number | null | undefined> {
  const { rows } = await database.pool.query<{ s: number | null }>(
    'select extract(epoch from due_at - clock_timestamp())::double precision as s from push_state',
  );
  return rows[0]?.s;
}

it('shows quantiles of the last minutes, again as the window slides, and no more when it is empty', async () => {
  const { tenantId, slots } = await buildTestSeries(database, 1, {
    metricName: 'size',
    metricType: 'summary',
    quantiles: [0.5],
  });
  const [slot = 0] = slots;
  const request = buildAddition(tenantId, [
    [slot, 3],
    [slot + 1, 60],
  ]);
  for (const value of [10, 20, 30]) request.deltas.observe(slot, sketchBucket(value));
  await commitGroup(database.pool, [request]);

  const { pushDue } = createMemoryForwarder(database, [gateway], { zeroForMs: 3_600_000 });
  const shown = () => gateway.groups.get(tenantId) ?? '';
  await pushDue();
  const median = /^size\{.*quantile="0\.5"\} (\S+)$/m.exec(shown())?.[1];
  expect(Math.abs(Number(median) - 20)).toBeLessThanOrEqual(0.2);
  expect(await dueInSeconds()).toBeLessThanOrEqual(120);

  await database.pool.query("update summary_sketches set window_start = window_start - interval '10 minutes'");
  await database.pool.query('update push_state set due_at = clock_timestamp()');
  await pushDue();
  expect(shown()).not.toContain('quantile');
  expect(shown()).toContain('size_count');
  // Nothing slides any more; what is left to wait for is the end of the zeros.
  expect(await dueInSeconds()).toBeGreaterThan(1_000);
});
