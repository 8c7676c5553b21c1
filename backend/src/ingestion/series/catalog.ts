import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { type Freshness, LoadingCache } from '../../caching/cache.ts';
import type { MetricType } from '../../contract/metricTypes.ts';
import type { LabelSet } from '../../metric/labels.ts';
import type { MetricOptions } from '../../metric/metricKind.ts';
import type { SlotCache } from './slotCache.ts';

/** A metric configuration as ingestion needs it. */
export interface CatalogConfig extends MetricOptions {
  readonly id: string;
  readonly metricName: string;
  /** Name of the family in Prometheus. */
  readonly exportedName: string;
  readonly type: MetricType;
  /** Declared labels and their defaults. */
  readonly labels: LabelSet;
  readonly isActive: boolean;
  /** Whether pages with the tag of a whole website may add to it. */
  readonly inPages: boolean;
  readonly tokenVersion: number;
  /** Until then browser tokens of the version before are accepted, too. */
  readonly previousTokenExpiresAt: Date | null;
  /** The same as long as the configuration is, in this process: what is remembered for it is remembered under this number. */
  readonly version: number;
}

/** One tenant's living configurations. */
export interface TenantCatalog {
  readonly tenantId: string;
  byId(id: string): CatalogConfig | undefined;
  /** All that go by a name: the one that the user gave, or the one that Prometheus has. A counter `x` (`x_total`) and a gauge `x` both do. */
  named(name: string): readonly CatalogConfig[];
  /** True for both names of a metric that was deleted in the last 24 hours, until its owner takes one of them for another metric. */
  wasDeleted(name: string): boolean;
}

/** Every tenant's configurations, as Postgres has them or had them less than a minute ago. */
export interface Catalog {
  of(tenantId: string): Promise<TenantCatalog>;
  /**
   * Asks Postgres for living metrics of these names. True when a reading lacks one: it was created a moment ago, and this process has not
   * heard of it yet. Only the first hundred names are looked for, because a thousand take Postgres 10 ms; the others are found once the
   * announcement has come.
   */
  isBehind(tenant: TenantCatalog, names: readonly string[]): Promise<boolean>;
  /** The same without asking Postgres; undefined when that would be needed. */
  peek(tenantId: string): TenantCatalog | undefined;
  forget(tenantId: string): void;
  clear(): void;
  /** Memory in use, about. */
  bytes(): number;
}

const maxNamesLookedFor = 100;
/** Some 15,000 ordinary configurations; an account's 500 with all their labels take 7 MiB. */
const maxBytes = 24 * 1024 * 1024;

export function createCatalog(deps: {
  pool: pg.Pool;
  freshness: Freshness;
  slots: SlotCache;
  /** Monotonic, milliseconds. */
  now?: () => number;
}): Catalog {
  const cache = new LoadingCache<LoadedTenant>((tenantId, previous) => loadTenant(deps.pool, tenantId, previous), {
    max: 5_000,
    maxBytes,
    bytesOf: (tenant) => tenant.bytes,
    onDrop: (tenant, successor) => {
      for (const { id, version } of tenant.configs) {
        if (successor?.byId(id)?.version !== version) deps.slots.drop(version);
      }
    },
    ttlMs: 60_000,
    absentTtlMs: 10_000,
    freshness: deps.freshness,
    ...(deps.now && { now: deps.now }),
  });
  return {
    of: async (tenantId) => (await cache.get(tenantId)) ?? tenantCatalog(tenantId, [], []),
    async isBehind(tenant, names) {
      const { rows } = await deps.pool.query<{ id: string; exportedName: string }>({
        name: 'find_metrics_by_name',
        text: `select id, exported_name as "exportedName" from metric_configs
               where user_id = $1 and deleted_at is null and (metric_name = any ($2::text[]) or exported_name = any ($2::text[]))`,
        values: [tenant.tenantId, names.slice(0, maxNamesLookedFor)],
      });
      return rows.some(({ id, exportedName }) => tenant.byId(id)?.exportedName !== exportedName);
    },
    peek: (tenantId) => cache.peek(tenantId),
    forget: (tenantId) => cache.forget((_value, key) => key === tenantId),
    clear: () => cache.clear(),
    bytes: () => cache.bytes(),
  };
}

const noConfigs: readonly CatalogConfig[] = [];

interface LoadedTenant extends TenantCatalog {
  readonly configs: readonly CatalogConfig[];
  /** About what it takes in memory. */
  readonly bytes: number;
}

let lastVersion = 0;

function nextVersion(): number {
  lastVersion += 1;
  return lastVersion;
}

async function loadTenant(pool: pg.Pool, tenantId: string, previous: TenantCatalog | undefined): Promise<LoadedTenant> {
  const [configs, deleted] = await Promise.all([
    loadConfigs(pool, tenantId, previous),
    loadDeletedNames(pool, tenantId),
  ]);
  return tenantCatalog(tenantId, configs, deleted);
}

async function loadConfigs(
  pool: pg.Pool,
  tenantId: string,
  previous: TenantCatalog | undefined,
): Promise<CatalogConfig[]> {
  const { rows } = await pool.query<Omit<CatalogConfig, 'version'>>({
    name: 'load_tenant_catalog',
    text: `select id, metric_name as "metricName", exported_name as "exportedName", metric_type as "type", labels, buckets, quantiles,
                  is_active as "isActive", in_pages as "inPages", token_version as "tokenVersion",
                  previous_token_expires_at as "previousTokenExpiresAt"
           from metric_configs where user_id = $1 and deleted_at is null order by created_at, id`,
    values: [tenantId],
  });
  return rows.map((row) => keepUnchanged(previous?.byId(row.id), row));
}

/** While announcements cannot be heard, all is read again every two seconds, and what is remembered for it must outlive that. */
function keepUnchanged(previous: CatalogConfig | undefined, row: Omit<CatalogConfig, 'version'>): CatalogConfig {
  const isUnchanged = previous !== undefined && isDeepStrictEqual({ ...row, version: previous.version }, previous);
  return isUnchanged ? previous : { ...row, version: nextVersion() };
}

async function loadDeletedNames(pool: pg.Pool, tenantId: string): Promise<string[]> {
  const { rows } = await pool.query<{ metricName: string; exportedName: string }>({
    name: 'load_deleted_metric_names',
    text: `select metric_name as "metricName", exported_name as "exportedName" from deleted_metric_names
           where tenant_id = $1 and deleted_at > clock_timestamp() - interval '24 hours'`,
    values: [tenantId],
  });
  return rows.flatMap(({ metricName, exportedName }) => [metricName, exportedName]);
}

function tenantCatalog(
  tenantId: string,
  configs: readonly CatalogConfig[],
  deletedNames: readonly string[],
): LoadedTenant {
  const deleted = new Set(deletedNames);
  const byId = new Map(configs.map((config) => [config.id, config]));
  const byName = new Map<string, CatalogConfig[]>();
  for (const config of configs) {
    for (const name of new Set([config.exportedName, config.metricName])) {
      byName.set(name, [...(byName.get(name) ?? []), config]);
    }
  }
  return {
    tenantId,
    configs,
    bytes:
      500 +
      configs.reduce((sum, config) => sum + bytesOf(config), 0) +
      deletedNames.reduce((sum, name) => sum + 100 + 2 * name.length, 0),
    byId: (id) => byId.get(id),
    named: (name) => byName.get(name) ?? noConfigs,
    wasDeleted: (name) => deleted.has(name),
  };
}

/** Objects, dates and the entries of three maps take about a kilobyte; a character takes up to two bytes. */
function bytesOf({ metricName, exportedName, labels, buckets, quantiles }: CatalogConfig): number {
  const chars = metricName.length + exportedName.length + JSON.stringify(labels).length;
  return 1_000 + 2 * chars + 8 * ((buckets?.length ?? 0) + (quantiles?.length ?? 0));
}
