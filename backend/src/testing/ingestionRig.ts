import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { CommitRequest } from '../ingestion/commit/commitGroup.ts';
import { Deltas } from '../ingestion/commit/deltas.ts';
import { senderWaitMs } from '../ingestion/commit/senderWait.ts';
import { createSeries, type ResolvedSeries, type SeriesCaps } from '../ingestion/series/createSeries.ts';
import type { KnownConfig } from '../ingestion/series/findSeries.ts';
import { type LabelSet, labelKey } from '../metric/labels.ts';
import { createModels, type MetricConfig } from '../models/index.ts';
import { buildMetricConfig, buildUser } from './builders.ts';
import type { TestDatabase } from './testDatabase.ts';

/** A configuration of a tenant of its own, and series to commit to. */
export interface TestSeries {
  readonly tenantId: string;
  readonly config: KnownConfig;
  /** First slot of each series. */
  readonly slots: readonly number[];
}

/** Label sets by key, as `resolveSeries` wants them. */
export function labelSets(...sets: LabelSet[]): Map<string, LabelSet> {
  return new Map(sets.map((labels) => [labelKey(labels), labels]));
}

/** Finds or creates the series of one configuration; undefined when it is gone or another thing by now. */
export async function resolveSeries(
  pool: pg.Pool,
  config: KnownConfig,
  sets: ReadonlyMap<string, LabelSet>,
  caps: SeriesCaps,
): Promise<ResolvedSeries | undefined> {
  const { rows } = await pool.query<{ tenantId: string }>(
    'select user_id as "tenantId" from metric_configs where id = $1',
    [config.id],
  );
  const tenantId = rows[0]?.tenantId ?? randomUUID();
  return (await createSeries(pool, tenantId, [{ config, labelSets: sets }], caps)).get(config.id);
}

/** The configuration as a replica knows it. */
export async function buildKnownConfig(
  database: TestDatabase,
  given: Partial<MetricConfig> = {},
): Promise<{ tenantId: string; config: KnownConfig }> {
  const models = createModels(database.sequelize);
  const { id: userId } = given.userId === undefined ? await buildUser(models) : { id: given.userId };
  const { id, metricType, buckets = null } = await buildMetricConfig(models, { ...given, userId });
  return { tenantId: userId, config: { id, type: metricType, buckets } };
}

export async function buildTestSeries(
  database: TestDatabase,
  count: number,
  given: Partial<MetricConfig> = {},
): Promise<TestSeries> {
  const { tenantId, config } = await buildKnownConfig(database, { maxSeries: 20_000, ...given });
  const sets = labelSets(...Array.from({ length: count }, (_, i) => ({ n: String(i) })));
  const resolved = await resolveSeries(database.pool, config, sets, { perTenant: 20_000 });
  const slots = [...sets.keys()].map((key) => resolved?.slots.get(key) ?? 0);
  return { tenantId, config, slots };
}

/** A request that adds to slots. */
export function buildAddition(
  tenantId: string,
  additions: Iterable<readonly [slot: number, increment: number]>,
  given: Partial<CommitRequest> = {},
): CommitRequest {
  const deltas = new Deltas();
  for (const [slot, increment] of additions) deltas.add(slot, increment);
  const deadlineMs = performance.now() + senderWaitMs;
  return { tenantId, batchId: randomUUID(), accepted: 1, deltas, rejections: [], deadlineMs, ...given };
}

/** The totals in some slots, in the order asked for. */
export async function readTotals(pool: pg.Pool, slots: readonly number[]): Promise<(number | undefined)[]> {
  const { rows } = await pool.query<{ slot: string; value: number }>(
    'select slot, value from totals where slot = any ($1::bigint[])',
    [slots],
  );
  const values = new Map(rows.map((row) => [Number(row.slot), row.value]));
  return slots.map((slot) => values.get(slot));
}

/** How often requests of a tenant were refused, by code. */
export async function readRejections(pool: pg.Pool, tenantId: string): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ code: string; count: string }>(
    'select code, sum(count) as count from rejections where tenant_id = $1 group by code',
    [tenantId],
  );
  return Object.fromEntries(rows.map((row) => [row.code, Number(row.count)]));
}
