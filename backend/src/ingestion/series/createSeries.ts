import type pg from 'pg';
import type { MetricType } from '../../contract/metricTypes.ts';
import { inTransaction } from '../../database/connection.ts';
import { type LabelSet, labelKey } from '../../metric/labels.ts';
import { metricKinds } from '../../metric/metricKinds.ts';
import { findSeries, type KnownConfig } from './findSeries.ts';
import { insertSeries, type NewSeries } from './insertSeries.ts';

/** Where label sets past a cap are counted; the label is reserved, so nobody can have it otherwise. */
export const overflowLabels: LabelSet = { overflow: 'true' };
const overflowKey = labelKey(overflowLabels);

/** Caps on exported series; a histogram's label set exports many. */
export interface SeriesCaps {
  readonly perTenant: number;
  /** What the tenant's gateway has room for; absent: no limit. */
  readonly gatewayRoom?: number;
}

/** Label sets of one configuration that need series. */
export interface WantedSeries {
  readonly config: KnownConfig;
  /** By label key. */
  readonly labelSets: ReadonlyMap<string, LabelSet>;
}

/** Where the label sets of one configuration are counted. */
export interface ResolvedSeries {
  /** First slot of each label key that was asked for; one whose series may not be created has the overflow series'. */
  readonly slots: ReadonlyMap<string, number>;
  /** The overflow series' first slot, when some label set had to go there. */
  readonly overflowSlot: number | undefined;
  /** Series that Prometheus will see more than before. */
  readonly exportedSeries: number;
}

interface LockedConfig {
  readonly id: string;
  readonly type: MetricType;
  readonly maxSeries: number;
  readonly buckets: number[] | null;
  readonly quantiles: number[] | null;
  /** Label sets that it has. */
  readonly seriesCount: number;
}

/**
 * Finds the series of label sets of one tenant and creates those that are missing: in one short transaction, under locks of the tenant
 * and of the configurations, so that caps hold however many replicas create at once. What exists is not counted: the configurations
 * hold their counts. Every new total begins at 0.
 * @returns by the id of the configuration; without those that are gone, or have another type or other buckets than the caller knows
 */
export function createSeries(
  pool: pg.Pool,
  tenantId: string,
  wanted: readonly WantedSeries[],
  caps: SeriesCaps,
): Promise<ReadonlyMap<string, ResolvedSeries>> {
  return inTransaction(pool, (client) => createMissing(client, tenantId, wanted, caps));
}

async function createMissing(
  client: pg.PoolClient,
  tenantId: string,
  wanted: readonly WantedSeries[],
  caps: SeriesCaps,
): Promise<ReadonlyMap<string, ResolvedSeries>> {
  const locked = await lockConfigs(client, tenantId, wanted);
  const living = wanted.filter(({ config }) => isSameLayout(locked.get(config.id), config));
  if (living.length === 0) return new Map();
  const existing = await findSeries(
    client,
    living.map(({ config, labelSets }) => ({ config, keys: [...labelSets.keys(), overflowKey] })),
  );
  let exportRoom = Math.min(
    caps.perTenant - (await exportedByTenant(client, tenantId)),
    caps.gatewayRoom ?? Number.POSITIVE_INFINITY,
  );
  const plans: Plan[] = [];
  for (const one of living) {
    const config = locked.get(one.config.id);
    if (!config) continue;
    const plan = planSeries(config, one.labelSets, existing.get(config.id) ?? new Map(), exportRoom);
    exportRoom -= plan.fittingExports;
    plans.push(plan);
  }
  const created = await insertSeries(
    client,
    tenantId,
    plans.flatMap((plan) => plan.create),
  );
  return new Map(plans.map((plan) => [plan.config.id, resolve(plan, created.get(plan.config.id) ?? new Map())]));
}

/** What is to be done for one configuration. */
interface Plan {
  readonly config: LockedConfig;
  /** Slots of the label sets that have series. */
  readonly found: ReadonlyMap<string, number>;
  /** Label keys that get a series of their own. */
  readonly fitting: readonly string[];
  /** Label keys that are counted in the overflow series. */
  readonly overflowing: readonly string[];
  readonly existingOverflowSlot: number | undefined;
  readonly create: readonly NewSeries[];
  /** Series that the fitting ones export. */
  readonly fittingExports: number;
}

/** @param exportRoom series that the tenant may still export; overflow series stand outside */
function planSeries(
  config: LockedConfig,
  labelSets: ReadonlyMap<string, LabelSet>,
  existing: ReadonlyMap<string, number>,
  exportRoom: number,
): Plan {
  const kind = metricKinds[config.type];
  const layout = kind.layout(config);
  const missing = [...labelSets].filter(([key]) => !existing.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  // A cap below what one label set exports still lets one in: a metric that can never show anything helps nobody.
  const configRoom = Math.max(1, Math.floor(config.maxSeries / layout.exportedSeries)) - config.seriesCount;
  const room = Math.max(0, Math.min(configRoom, Math.floor(exportRoom / layout.exportedSeries)));
  const fitting = missing.slice(0, room);
  const overflowing = missing.slice(room);
  const existingOverflowSlot = existing.get(overflowKey);
  const needsOverflow = overflowing.length > 0 && existingOverflowSlot === undefined;
  const newSets = needsOverflow ? [...fitting, [overflowKey, overflowLabels] as const] : fitting;
  return {
    config,
    found: existing,
    fitting: fitting.map(([key]) => key),
    overflowing: overflowing.map(([key]) => key),
    existingOverflowSlot,
    create: newSets.map(([key, labels]) => ({
      configId: config.id,
      key,
      labels,
      isOverflow: labels === overflowLabels,
      layout,
      isPromoted: !kind.startsAtZero,
    })),
    fittingExports: fitting.length * layout.exportedSeries,
  };
}

function resolve(plan: Plan, created: ReadonlyMap<string, number>): ResolvedSeries {
  const overflowSlot = plan.existingOverflowSlot ?? created.get(overflowKey);
  const slots = new Map(plan.found);
  slots.delete(overflowKey);
  for (const key of plan.fitting) slots.set(key, created.get(key) ?? fail(key));
  for (const key of plan.overflowing) slots.set(key, overflowSlot ?? fail(key));
  return {
    slots,
    overflowSlot: plan.overflowing.length > 0 ? overflowSlot : undefined,
    exportedSeries: plan.create.reduce((sum, { layout }) => sum + layout.exportedSeries, 0),
  };
}

function isSameLayout(config: LockedConfig | undefined, known: KnownConfig): boolean {
  return config?.type === known.type && JSON.stringify(config.buckets) === JSON.stringify(known.buckets);
}

function fail(key: string): never {
  throw new Error(`no slot was allocated for ${key}`);
}

/** The tenant's lock comes first, then the rows of the configurations: everybody who creates series takes them in this order. */
async function lockConfigs(
  client: pg.PoolClient,
  tenantId: string,
  wanted: readonly WantedSeries[],
): Promise<ReadonlyMap<string, LockedConfig>> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [tenantId]);
  const { rows } = await client.query<LockedConfig>(
    `select id, metric_type as "type", max_series as "maxSeries", buckets, quantiles, series_count as "seriesCount"
     from metric_configs where user_id = $1 and id = any ($2::uuid[]) and deleted_at is null order by id for update`,
    [tenantId, wanted.map(({ config }) => config.id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What is deleted stands outside. */
async function exportedByTenant(client: pg.PoolClient, tenantId: string): Promise<number> {
  const { rows } = await client.query<{ exported: string }>(
    'select coalesce(sum(exported_series), 0) as exported from metric_configs where user_id = $1 and deleted_at is null',
    [tenantId],
  );
  return Number(rows[0]?.exported ?? 0);
}
