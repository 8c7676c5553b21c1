import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type Database } from '../../database/connect.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { buildAddition, buildTestSeries, readRejections, readTotals } from '../../testing/ingestionRig.ts';
import { type LostReplies, loseReplies } from '../../testing/lostReplies.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createGroupCommit } from './groupCommit.ts';

let database: TestDatabase;
let proxy: LostReplies;
let lossy: Database;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 2 });
  // A fifth of the replies, and now and then several in a row, so that every retry of one group fails.
  proxy = await loseReplies(database.url, (commit) => commit % 5 === 0 || commit % 60 < 6);
  lossy = connectDatabase(proxy.url, { maxConnections: 4 });
});
afterAll(async () => {
  await lossy.close();
  await proxy.close();
  await database.drop();
});

const workers = 4;
const batchesEach = 60;

/** Several senders that repeat every batch with its id until it is acknowledged. Gives back what Postgres has counted. */
async function send() {
  const { tenantId, slots } = await buildTestSeries(database, 5);
  const groups = createGroupCommit({ pool: lossy.pool, metrics: createMetrics({ processMetrics: false }) });
  const lostBefore = proxy.lost;
  let failures = 0;
  const worker = async () => {
    for (let batch = 0; batch < batchesEach; batch += 1) {
      const batchId = randomUUID();
      const rejections = [{ metricConfigId: undefined, code: 'invalid_value' as const, count: 1, example: 'x' }];
      const request = () =>
        buildAddition(
          tenantId,
          slots.map((slot) => [slot, 1] as const),
          { batchId, rejections },
        );
      for (let isAcknowledged = false; !isAcknowledged; ) {
        isAcknowledged = await groups.submit(request()).then(
          () => true,
          () => false,
        );
        if (!isAcknowledged) failures += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  const totals = await readTotals(database.pool, slots);
  return { totals, rejections: await readRejections(database.pool, tenantId), lost: proxy.lost - lostBefore, failures };
}

describe('when Postgres commits and its reply is lost', () => {
  it('every batch counts once, refusals included', async () => {
    const { totals, rejections, lost, failures } = await send();
    expect(lost).toBeGreaterThan(20);
    expect(failures).toBeGreaterThan(0);
    expect(totals).toEqual(Array(5).fill(workers * batchesEach));
    expect(rejections).toEqual({ invalid_value: workers * batchesEach });
  });

  it('the same rig finds a build without the ledger', async () => {
    await database.pool.query(`
      create function forget() returns trigger language plpgsql as 'begin return null; end';
      create trigger no_ledger before insert on batch_ledger for each row execute function forget();`);
    const { totals } = await send();
    for (const total of totals) expect(total).toBeGreaterThan(workers * batchesEach);
  });
});
