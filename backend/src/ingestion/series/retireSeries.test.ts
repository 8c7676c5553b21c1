import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDeleted } from '../../housekeeping/removeDeleted.ts';
import { createModels, type Models } from '../../models/index.ts';
import { buildMetricConfig, buildUser } from '../../testing/builders.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { retireSeries } from './retireSeries.ts';

let database: TestDatabase;
let models: Models;

beforeAll(async () => {
  database = await createTestDatabase();
  models = createModels(database.sequelize);
});
afterAll(() => database.drop());

/** A metric with many series of three totals each. */
async function buildLargeMetric(series: number): Promise<string> {
  const { id: userId } = await buildUser(models);
  const { id } = await buildMetricConfig(models, { userId });
  await database.pool.query(
    `with base as (update slot_allocator set next_slot = next_slot + 3 * $3::bigint returning next_slot - 3 * $3::bigint as slot),
     made as (insert into series (tenant_id, metric_config_id, label_hash, labels, first_slot, slot_count, exported_series)
       select $1, $2, decode(md5(n::text), 'hex'), '{}', base.slot + 3 * n, 3, 1 from base, generate_series(0, $3::bigint - 1) n)
     insert into totals (slot) select base.slot + n from base, generate_series(0, 3 * $3::bigint - 1) n`,
    [userId, id, series],
  );
  return id;
}

async function totalsOf(id: string): Promise<{ reachable: number; retired: number }> {
  const { rows } = await database.pool.query(
    `select count(*) filter (where t.slot > 0)::int as reachable, count(*) filter (where t.slot < 0)::int as retired
     from series s cross join generate_series(0, s.slot_count - 1) n
     join totals t on t.slot = s.first_slot + n or t.slot = -(s.first_slot + n) where s.metric_config_id = $1`,
    [id],
  );
  return rows[0];
}

async function countTotals(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from totals');
  return rows[0]?.n ?? 0;
}

describe('retireSeries', () => {
  it('takes its own totals and no others, however many there are, and they can be removed', {
    timeout: 60_000,
  }, async () => {
    const [large, stays] = [await buildLargeMetric(5_000), await buildLargeMetric(30_000)];
    await database.pool.query('analyze');
    // Statements may take five seconds: with ranges in place of slots this one takes minutes.
    await database.sequelize.transaction((transaction) => retireSeries(database.sequelize, [large], transaction));
    expect(await totalsOf(large)).toEqual({ reachable: 0, retired: 15_000 });
    expect(await totalsOf(stays)).toEqual({ reachable: 90_000, retired: 0 });
    await models.MetricConfig.update({ deletedAt: new Date(Date.now() - 61_000) }, { where: { id: large } });
    await removeDeleted(database.pool, new AbortController().signal);
    expect(await models.MetricConfig.findByPk(large)).toBeNull();
    expect(await countTotals()).toBe(90_000);
  });

  it('does nothing for none, and nothing more the second time', async () => {
    const id = await buildLargeMetric(2);
    for (const ids of [[], [id], [id]]) {
      await database.sequelize.transaction((transaction) => retireSeries(database.sequelize, ids, transaction));
    }
    expect(await totalsOf(id)).toEqual({ reachable: 0, retired: 6 });
  });
});
