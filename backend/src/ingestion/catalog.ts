import type pg from 'pg';
import { type Freshness, LoadingCache } from './cache.ts';
import type { LabelSet } from './labels.ts';
import type { MetricType } from './metricTypes.ts';

/** A metric configuration as ingestion needs it. */
export interface CatalogConfig {
  readonly id: string;
  readonly metricName: string;
  /** Name of the family in Prometheus. */
  readonly exportedName: string;
  readonly type: MetricType;
  /** Declared labels and their defaults. */
  readonly labels: LabelSet;
  /** Upper bounds of a histogram, ascending, without +Inf. */
  readonly buckets: readonly number[] | null;
  readonly isActive: boolean;
  readonly tokenVersion: number;
  /** Until then browser tokens of the version before are accepted, too. */
  readonly previousTokenExpiresAt: Date | null;
  /** First slot of each label set met so far, by label key. */
  readonly slots: Map<string, number>;
}

/** One tenant's living configurations. */
export interface TenantCatalog {
  readonly tenantId: string;
  byId(id: string): CatalogConfig | undefined;
  /** All that go by a name: the one that the user gave, or the one that Prometheus has. A counter `x` (`x_total`) and a gauge `x` both do. */
  named(name: string): readonly CatalogConfig[];
}

/** Every tenant's configurations, as Postgres has them or had them less than a minute ago. */
export interface Catalog {
  of(tenantId: string): Promise<TenantCatalog>;
  forget(tenantId: string): void;
  clear(): void;
}

export function createCatalog(deps: { pool: pg.Pool; freshness: Freshness }): Catalog {
  const cache = new LoadingCache<TenantCatalog>((tenantId) => loadTenant(deps.pool, tenantId), {
    max: 5_000,
    ttlMs: 60_000,
    absentTtlMs: 10_000,
    freshness: deps.freshness,
  });
  return {
    of: async (tenantId) => (await cache.get(tenantId)) ?? tenantCatalog(tenantId, []),
    forget: (tenantId) => cache.forget((_value, key) => key === tenantId),
    clear: () => cache.clear(),
  };
}

async function loadTenant(pool: pg.Pool, tenantId: string): Promise<TenantCatalog> {
  const { rows } = await pool.query<Omit<CatalogConfig, 'slots'>>({
    name: 'load_tenant_catalog',
    text: `select id, metric_name as "metricName", exported_name as "exportedName", metric_type as "type", labels, buckets,
                  is_active as "isActive", token_version as "tokenVersion",
                  previous_token_expires_at as "previousTokenExpiresAt"
           from metric_configs where user_id = $1 and deleted_at is null order by created_at, id`,
    values: [tenantId],
  });
  return tenantCatalog(
    tenantId,
    rows.map((row) => ({ ...row, slots: new Map<string, number>() })),
  );
}

function tenantCatalog(tenantId: string, configs: readonly CatalogConfig[]): TenantCatalog {
  const byId = new Map(configs.map((config) => [config.id, config]));
  const byName = new Map<string, CatalogConfig[]>();
  for (const config of configs) {
    for (const name of new Set([config.exportedName, config.metricName])) {
      byName.set(name, [...(byName.get(name) ?? []), config]);
    }
  }
  return { tenantId, byId: (id) => byId.get(id), named: (name) => byName.get(name) ?? [] };
}
