import type pg from 'pg';

/** How far what the gateways show is behind the totals. */
export interface Lag {
  /** Tenants whose totals have changed since their last push. */
  readonly tenants: number;
  /** Time since the oldest of these was first seen to wait. */
  readonly seconds: number;
}

const maxWatched = 10_000;

/** Follows the lag from look to look, which is as precise as the looks are frequent. */
export function createLagWatch(pool: pg.Pool): { look(): Promise<Lag>; current(): Lag } {
  let waitingSinceMs = new Map<string, number>();
  let current: Lag = { tenants: 0, seconds: 0 };
  return {
    async look() {
      const { rows } = await pool.query<{ tenantId: string; version: string }>({
        name: 'waiting_tenants',
        text: `select ps.tenant_id as "tenantId" from push_state ps join tenant_versions v on v.tenant_id = ps.tenant_id
               where v.version is distinct from ps.pushed_version limit ${maxWatched}`,
      });
      const nowMs = performance.now();
      waitingSinceMs = new Map(rows.map(({ tenantId }) => [tenantId, waitingSinceMs.get(tenantId) ?? nowMs]));
      const oldestMs = Math.min(nowMs, ...waitingSinceMs.values());
      current = { tenants: rows.length, seconds: (nowMs - oldestMs) / 1000 };
      return current;
    },
    current: () => current,
  };
}
