import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type Database } from '../../database/connect.ts';
import { labelKey } from '../../metric/labels.ts';
import { buildKnownConfig, labelSets, readTotals, resolveSeries } from '../../testing/ingestionRig.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createSeries, overflowLabels } from './createSeries.ts';
import { findSeries } from './findSeries.ts';

let database: TestDatabase;
/** Another replica. */
let replica: Database;
const roomy = { perTenant: 20_000 };
const waitingBackends = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 4 });
  replica = connectDatabase(database.url, { maxConnections: 4 });
});
afterAll(async () => {
  await replica.close();
  await database.drop();
});

interface Row {
  key: string;
  firstSlot: number;
  slotCount: number;
  exported: number;
  isOverflow: boolean;
}

async function readSeries(where: { config?: string; tenant?: string }): Promise<Row[]> {
  const { rows } = await database.pool.query(
    `select labels, first_slot, slot_count, exported_series, is_overflow from series
     where metric_config_id = $1 or tenant_id = $2 order by first_slot`,
    [where.config, where.tenant],
  );
  return rows.map((row) => ({
    key: labelKey(row.labels),
    firstSlot: Number(row.first_slot),
    slotCount: row.slot_count,
    exported: row.exported_series,
    isOverflow: row.is_overflow,
  }));
}

/** Label sets `prefix0 … prefix<count - 1>`, one to a call. */
function each(prefix: string, count: number) {
  return Array.from({ length: count }, (_, i) => labelSets({ n: `${prefix}${i}` }));
}

/** Resolves on two replicas at once, one call a label set. */
function onBoth(config: Parameters<typeof resolveSeries>[1], sets: ReturnType<typeof each>, caps = roomy) {
  return Promise.all(sets.map((one, i) => resolveSeries((i % 2 ? replica : database).pool, config, one, caps)));
}

describe('createSeries', () => {
  it('creates a series once, however many want it at the same time', async () => {
    const { config } = await buildKnownConfig(database);
    const results = await onBoth(config, [...each('a', 4), ...each('a', 4), ...each('a', 4)]);
    const slots = results.flatMap((one) => [...(one?.slots.values() ?? [])]);
    expect(slots).toHaveLength(12);
    const rows = await readSeries({ config: config.id });
    expect(rows).toHaveLength(4);
    expect(new Set(slots)).toEqual(new Set(rows.map((row) => row.firstSlot)));
    expect(results.every((one) => one?.overflowSlot === undefined)).toBe(true);
  });

  it('gives every series totals of its own, one after another, that begin at 0', async () => {
    const histogram = await buildKnownConfig(database, { metricType: 'histogram', buckets: [1, 5, 10] });
    const counter = await buildKnownConfig(database);
    await Promise.all([onBoth(histogram.config, each('h', 6)), onBoth(counter.config, each('c', 6))]);
    const rows = [
      ...(await readSeries({ config: histogram.config.id })),
      ...(await readSeries({ config: counter.config.id })),
    ];
    expect(rows.map((row) => row.slotCount)).toEqual([...Array(6).fill(5), ...Array(6).fill(1)]);
    expect(rows.map((row) => row.exported)).toEqual([...Array(6).fill(6), ...Array(6).fill(1)]);
    const slots = rows.flatMap((row) => Array.from({ length: row.slotCount }, (_, i) => row.firstSlot + i));
    expect(new Set(slots).size).toBe(slots.length);
    expect(await readTotals(database.pool, slots)).toEqual(slots.map(() => 0));
  });

  it("holds the configuration's cap exactly, with two creators at once, and counts the rest in one series", async () => {
    const { config } = await buildKnownConfig(database, { maxSeries: 5 });
    const results = await onBoth(config, [...each('a', 8), ...each('b', 8)]);
    const rows = await readSeries({ config: config.id });
    expect(rows.filter((row) => !row.isOverflow)).toHaveLength(5);
    const overflow = rows.filter((row) => row.isOverflow);
    expect(overflow.map((row) => row.key)).toEqual([labelKey(overflowLabels)]);
    const used = results.flatMap((one) => [...(one?.slots.values() ?? [])]);
    expect(used.filter((slot) => slot === overflow[0]?.firstSlot)).toHaveLength(11);
    expect(results.filter((one) => one?.overflowSlot !== undefined)).toHaveLength(11);
  });

  it("holds the tenant's cap exactly, over configurations and creators", async () => {
    const first = await buildKnownConfig(database);
    const second = await buildKnownConfig(database, { userId: first.tenantId });
    const caps = { perTenant: 7 };
    await Promise.all([onBoth(first.config, each('a', 6), caps), onBoth(second.config, each('b', 6), caps)]);
    const rows = await readSeries({ tenant: first.tenantId });
    expect(rows.filter((row) => !row.isOverflow)).toHaveLength(7);
    expect(rows.filter((row) => row.isOverflow).length).toBeGreaterThanOrEqual(1);
  });

  it('counts what a label set exports, not the label sets', async () => {
    const { config } = await buildKnownConfig(database, { metricType: 'histogram', buckets: [1, 5], maxSeries: 14 });
    await resolveSeries(database.pool, config, labelSets(...[1, 2, 3, 4].map((n) => ({ n: String(n) }))), roomy);
    // Two buckets export five series: two label sets are ten, three would be fifteen.
    expect((await readSeries({ config: config.id })).map((row) => row.isOverflow)).toEqual([false, false, true]);
  });

  it('lets one label set in, however small the cap', async () => {
    const { config } = await buildKnownConfig(database, { metricType: 'histogram', buckets: [1, 5], maxSeries: 1 });
    await resolveSeries(database.pool, config, labelSets({ n: '1' }, { n: '2' }), roomy);
    expect((await readSeries({ config: config.id })).map((row) => row.isOverflow)).toEqual([false, true]);
  });

  it('finds old series in a full configuration, and makes room when the cap is raised', async () => {
    const { config } = await buildKnownConfig(database, { maxSeries: 1 });
    const [a, b] = [labelSets({ n: 'a' }), labelSets({ n: 'b' })];
    const before = await resolveSeries(database.pool, config, a, roomy);
    const overflowed = await resolveSeries(database.pool, config, b, roomy);
    expect(overflowed?.overflowSlot).toBe([...(overflowed?.slots.values() ?? [])][0]);
    expect((await resolveSeries(replica.pool, config, a, roomy))?.slots).toEqual(before?.slots);
    await database.pool.query('update metric_configs set max_series = 2 where id = $1', [config.id]);
    expect((await resolveSeries(replica.pool, config, b, roomy))?.overflowSlot).toBeUndefined();
  });

  it('creates nothing for a configuration that is gone or is another thing by now', async () => {
    const { config } = await buildKnownConfig(database);
    const sets = labelSets({ n: 'a' });
    expect(await resolveSeries(database.pool, { ...config, type: 'gauge' }, sets, roomy)).toBeUndefined();
    expect(await resolveSeries(database.pool, { ...config, buckets: [1] }, sets, roomy)).toBeUndefined();
    await database.pool.query('update metric_configs set deleted_at = now() where id = $1', [config.id]);
    expect(await resolveSeries(database.pool, config, sets, roomy)).toBeUndefined();
    await database.pool.query('delete from metric_configs where id = $1', [config.id]);
    expect(await resolveSeries(database.pool, config, sets, roomy)).toBeUndefined();
    expect(await readSeries({ config: config.id })).toEqual([]);
  });

  it('waits for a change of the configuration that is under way, and sees it', async () => {
    const { config } = await buildKnownConfig(database);
    const editor = await replica.pool.connect();
    await editor.query('begin');
    await editor.query("update metric_configs set metric_type = 'gauge' where id = $1", [config.id]);
    let isOver = false;
    const creating = resolveSeries(database.pool, config, labelSets({ n: 'a' }), roomy).finally(() => {
      isOver = true;
    });
    const waits = async () => isOver || ((await replica.pool.query(waitingBackends)).rowCount ?? 0) > 0;
    await expect.poll(waits).toBe(true);
    await editor.query('commit');
    editor.release();
    expect(await creating).toBeUndefined();
    expect(await readSeries({ config: config.id })).toEqual([]);
  });

  it('tells apart label sets that look alike in text', async () => {
    const { config } = await buildKnownConfig(database);
    const sets = labelSets(
      {},
      { a: 'b","c' },
      { a: 'b', c: 'd' },
      { a: 'é' },
      { a: 'e\u0301' },
      { a: 'x'.repeat(200) },
    );
    const resolved = await resolveSeries(database.pool, config, sets, roomy);
    expect(new Set(resolved?.slots.values()).size).toBe(6);
    expect(await findSeries(replica.pool, [{ config, keys: sets.keys() }])).toEqual(
      new Map([[config.id, resolved?.slots]]),
    );
    expect((await readSeries({ config: config.id })).map((row) => row.key).sort()).toEqual([...sets.keys()].sort());
  });

  it('survives the loss of its connection in the middle', async () => {
    const { config, tenantId } = await buildKnownConfig(database);
    const blocker = await replica.pool.connect();
    await blocker.query('begin');
    await blocker.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [tenantId]);
    const lost = expect(resolveSeries(database.pool, config, labelSets({ n: 'a' }), roomy)).rejects.toThrow();
    await expect.poll(async () => (await replica.pool.query(waitingBackends)).rowCount).toBe(1);
    await replica.pool.query(`select pg_terminate_backend(pid) from (${waitingBackends}) as w`);
    await lost;
    await blocker.query('rollback');
    blocker.release();
    expect((await resolveSeries(database.pool, config, labelSets({ n: 'a' }), roomy))?.slots.size).toBe(1);
  });

  it('creates the series of several metrics of a tenant in one transaction, within the caps of all of them', async () => {
    const first = await buildKnownConfig(database, { maxSeries: 2 });
    const { tenantId } = first;
    const second = await buildKnownConfig(database, { userId: tenantId, metricType: 'histogram', buckets: [1, 5] });
    const gone = await buildKnownConfig(database, { userId: tenantId });
    await database.pool.query('delete from metric_configs where id = $1', [gone.config.id]);
    const sets = (...names: string[]) => labelSets(...names.map((n) => ({ n })));
    const wanted = [
      { config: first.config, labelSets: sets('a', 'b', 'c') },
      { config: second.config, labelSets: sets('a', 'b', 'c') },
      { config: gone.config, labelSets: sets('a') },
    ];
    // Room for the two of the first metric, and for two histograms of five series.
    const created = await createSeries(database.pool, tenantId, wanted, { perTenant: 14 });
    expect([...created.keys()].sort()).toEqual([first.config.id, second.config.id].sort());
    const rows = await readSeries({ tenant: tenantId });
    expect(rows.filter((row) => row.isOverflow)).toHaveLength(2);
    expect(rows.filter((row) => !row.isOverflow)).toHaveLength(4);
    const slots = rows.flatMap((row) => Array.from({ length: row.slotCount }, (_, i) => row.firstSlot + i));
    expect(new Set(slots).size).toBe(slots.length);
    expect(await readTotals(database.pool, slots)).toEqual(slots.map(() => 0));
    const again = await createSeries(replica.pool, tenantId, wanted.slice(0, 2), { perTenant: 14 });
    for (const [id, { slots: found }] of again) expect(found).toEqual(created.get(id)?.slots);
  });

  it('keeps the counts that caps are compared with, whatever adds, changes or removes series', async () => {
    const { config } = await buildKnownConfig(database, { metricType: 'summary', maxSeries: 8 });
    const counts = async () => {
      const { rows } = await database.pool.query(
        `select c.series_count as kept, c.exported_series as exported, count(s.id)::integer as counted,
                coalesce(sum(s.exported_series), 0)::integer as summed
         from metric_configs c left join series s on s.metric_config_id = c.id and not s.is_overflow
         where c.id = $1 group by c.id`,
        [config.id],
      );
      return rows[0];
    };
    await onBoth(config, each('a', 6));
    expect(await counts()).toMatchObject({ kept: 4, counted: 4, exported: 8, summed: 8 });
    await database.pool.query('update series set exported_series = 5 where metric_config_id = $1', [config.id]);
    expect(await counts()).toMatchObject({ kept: 4, counted: 4, exported: 20, summed: 20 });
    await database.pool.query(
      'delete from series where id in (select id from series where metric_config_id = $1 and not is_overflow limit 3)',
      [config.id],
    );
    expect(await counts()).toMatchObject({ kept: 1, counted: 1, exported: 5, summed: 5 });
    await onBoth(config, each('b', 3));
    const { kept, counted } = await counts();
    expect(kept).toBe(counted);
  });
});
