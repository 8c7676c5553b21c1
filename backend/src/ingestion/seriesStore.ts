import type pg from 'pg';
import { inTransaction } from './connection.ts';
import { type LabelSet, labelHash, labelKey } from './labels.ts';
import type { MetricType } from './metricTypes.ts';
import { type SeriesLayout, seriesLayout } from './seriesLayout.ts';

/** Where label sets past a cap are counted; the label is reserved, so nobody can have it otherwise. */
export const overflowLabels: LabelSet = { overflow: 'true' };

/** Caps on exported series; a histogram's label set exports many. */
export interface SeriesCaps {
  readonly perTenant: number;
  /** What the tenant's gateway has room for; absent: no limit. */
  readonly gatewayRoom?: number;
}

/** Where label sets are counted. */
export interface ResolvedSeries {
  /** First slot of each label key that was asked for; one whose series may not be created has the overflow series'. */
  readonly slots: ReadonlyMap<string, number>;
  /** The overflow series' first slot, when some label set had to go there. */
  readonly overflowSlot: number | undefined;
  /** Series that Prometheus will see more than before. */
  readonly exportedSeries: number;
}

/** The configuration as the caller knows it. Type and buckets decide which totals a sample goes to, so they must be those in force. */
export interface KnownConfig {
  readonly id: string;
  readonly type: MetricType;
  readonly buckets: readonly number[] | null;
}

interface ConfigRow {
  tenantId: string;
  type: MetricType;
  maxSeries: number;
  buckets: number[] | null;
  quantiles: number[] | null;
}

/** First slots of those series that exist, by label key. */
export async function findSeries(
  db: pg.Pool | pg.PoolClient,
  known: KnownConfig,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const keyByHash = new Map(keys.map((key) => [labelHash(key).toString('hex'), key]));
  const { rows } = await db.query<{ hash: string; firstSlot: string }>({
    name: 'find_series',
    text: `select encode(s.label_hash, 'hex') as hash, s.first_slot as "firstSlot"
           from series s join metric_configs c on c.id = s.metric_config_id
             and c.metric_type = $3 and c.buckets is not distinct from $4::double precision[]
           where s.metric_config_id = $1 and s.label_hash = any (select decode(h, 'hex') from unnest($2::text[]) h)`,
    values: [known.id, [...keyByHash.keys()], known.type, known.buckets],
  });
  const slots = new Map<string, number>();
  for (const row of rows) {
    const key = keyByHash.get(row.hash);
    if (key !== undefined) slots.set(key, Number(row.firstSlot));
  }
  return slots;
}

/**
 * Finds the series of label sets and creates those that are missing: in one short transaction, under locks of the tenant and of the
 * configuration, so that caps hold however many replicas create at once. Every new total begins at 0.
 * @returns undefined when the configuration is gone, or has another type or other buckets than the caller knows
 */
export async function resolveSeries(
  pool: pg.Pool,
  known: KnownConfig,
  labelSets: ReadonlyMap<string, LabelSet>,
  caps: SeriesCaps,
): Promise<ResolvedSeries | undefined> {
  return inTransaction(pool, (client) => createMissing(client, known, labelSets, caps));
}

async function createMissing(
  client: pg.PoolClient,
  known: KnownConfig,
  labelSets: ReadonlyMap<string, LabelSet>,
  caps: SeriesCaps,
): Promise<ResolvedSeries | undefined> {
  const config = await lockConfig(client, known.id);
  if (!config || !isSameLayout(config, known)) return undefined;
  const layout = seriesLayout(config.type, config.buckets ?? [], config.quantiles ?? []);
  const slots = await findSeries(client, known, [...labelSets.keys()]);
  const missing = [...labelSets].filter(([key]) => !slots.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  const room = await roomFor(client, config, known.id, layout.exportedSeries, caps);
  const fitting = missing.slice(0, room);
  const created = new Map(fitting);
  const overflowing = missing.slice(room);
  const overflowKey = labelKey(overflowLabels);
  let overflowSlot: number | undefined;
  if (overflowing.length > 0) {
    overflowSlot = (await findSeries(client, known, [overflowKey])).get(overflowKey);
    if (overflowSlot === undefined) created.set(overflowKey, overflowLabels);
  }
  const firstSlots = await insertSeries(client, config, known.id, created, layout);
  overflowSlot ??= firstSlots.get(overflowKey);
  for (const [key] of fitting) slots.set(key, firstSlots.get(key) ?? fail(key));
  for (const [key] of overflowing) slots.set(key, overflowSlot ?? fail(key));
  return {
    slots,
    overflowSlot: overflowing.length > 0 ? overflowSlot : undefined,
    exportedSeries: created.size * layout.exportedSeries,
  };
}

function isSameLayout(config: ConfigRow, known: KnownConfig): boolean {
  return config.type === known.type && JSON.stringify(config.buckets) === JSON.stringify(known.buckets);
}

function fail(key: string): never {
  throw new Error(`no slot was allocated for ${key}`);
}

/** The tenant's lock comes first, then the configuration's row: everybody who creates series takes them in this order. */
async function lockConfig(client: pg.PoolClient, metricConfigId: string): Promise<ConfigRow | undefined> {
  await client.query(
    'select pg_advisory_xact_lock(hashtextextended(user_id::text, 1)) from metric_configs where id = $1',
    [metricConfigId],
  );
  const { rows } = await client.query<ConfigRow>(
    `select user_id as "tenantId", metric_type as "type", max_series as "maxSeries", buckets, quantiles
     from metric_configs where id = $1 and deleted_at is null for update`,
    [metricConfigId],
  );
  return rows[0];
}

/** How many more label sets fit under the configuration's cap, the tenant's and the gateway's; overflow series and what is deleted stand outside. */
async function roomFor(
  client: pg.PoolClient,
  config: ConfigRow,
  metricConfigId: string,
  exportedPerSet: number,
  caps: SeriesCaps,
): Promise<number> {
  const { rows } = await client.query<{ ofConfig: string; ofTenant: string }>(
    `select count(*) filter (where metric_config_id = $2) as "ofConfig", coalesce(sum(exported_series), 0) as "ofTenant"
     from series s where tenant_id = $1 and not is_overflow
       and exists (select 1 from metric_configs c where c.id = s.metric_config_id and c.deleted_at is null)`,
    [config.tenantId, metricConfigId],
  );
  const ofConfig = Number(rows[0]?.ofConfig ?? 0);
  const ofTenant = Number(rows[0]?.ofTenant ?? 0);
  // A cap below what one label set exports still lets one in: a metric that can never show anything helps nobody.
  const configRoom = Math.max(1, Math.floor(config.maxSeries / exportedPerSet)) - ofConfig;
  const exportRoom = Math.min(caps.perTenant - ofTenant, caps.gatewayRoom ?? Number.POSITIVE_INFINITY);
  const tenantRoom = Math.floor(exportRoom / exportedPerSet);
  return Math.max(0, Math.min(configRoom, tenantRoom));
}

async function insertSeries(
  client: pg.PoolClient,
  { tenantId, type }: ConfigRow,
  metricConfigId: string,
  labelSets: ReadonlyMap<string, LabelSet>,
  layout: SeriesLayout,
): Promise<Map<string, number>> {
  if (labelSets.size === 0) return new Map();
  const { slotCount, exportedSeries } = layout;
  const keys = [...labelSets.keys()];
  const { rows } = await client.query<{ next: string }>(
    'update slot_allocator set next_slot = next_slot + $1 returning next_slot as next',
    [keys.length * slotCount],
  );
  const base = Number(rows[0]?.next) - keys.length * slotCount;
  const firstSlots = keys.map((_key, index) => base + index * slotCount);
  await client.query(
    `insert into series (tenant_id, metric_config_id, label_hash, labels, is_overflow, first_slot, slot_count, exported_series, promoted_at)
     select $1, $2, decode(hash, 'hex'), labels::jsonb, overflow, slot, $7, $8, case when $9 then now() end
     from unnest($3::text[], $4::text[], $5::boolean[], $6::bigint[]) as d (hash, labels, overflow, slot)`,
    [
      tenantId,
      metricConfigId,
      keys.map((key) => labelHash(key).toString('hex')),
      keys.map((key) => JSON.stringify(labelSets.get(key))),
      keys.map((key) => labelSets.get(key) === overflowLabels),
      firstSlots,
      slotCount,
      exportedSeries,
      // A gauge is shown as it is from the start; counters begin with a zero that has been seen.
      type === 'gauge',
    ],
  );
  await client.query('insert into totals (slot) select generate_series($1::bigint, $2::bigint)', [
    base,
    base + keys.length * slotCount - 1,
  ]);
  await client.query('insert into push_state (tenant_id) values ($1) on conflict do nothing', [tenantId]);
  return new Map(keys.map((key, index) => [key, firstSlots[index] ?? base]));
}
