import type pg from 'pg';
import type { Metrics } from '../telemetry/metrics.ts';

/** How far what the gateways show is behind the totals. */
export interface Lag {
  /** Tenants whose totals have changed since their last push. */
  readonly tenants: number;
  /** Time since the oldest of these changes, by the database's clock. */
  readonly seconds: number;
}

export interface LagWatch {
  /** Asks Postgres, and sets the metrics. */
  look(): Promise<Lag>;
  /** What the last look found. */
  current(): Lag;
}

/** Tenants that are counted; more are many, whatever their number. */
const maxCounted = 100_000;

export function createLagWatch({ pool, metrics }: { pool: pg.Pool; metrics: Metrics }): LagWatch {
  let current: Lag = { tenants: 0, seconds: 0 };
  return {
    async look() {
      const { rows } = await pool.query<Lag>({
        name: 'forwarding_lag',
        text: `select count(*)::integer as tenants,
                      coalesce(greatest(0, extract(epoch from clock_timestamp() - min(changed_at))), 0)::double precision as seconds
               from (
                 select v.changed_at from tenant_versions v join push_state ps on ps.tenant_id = v.tenant_id
                 where v.changed_at is not null and v.version is distinct from ps.pushed_version
                 order by v.changed_at limit ${maxCounted}
               ) waiting`,
      });
      current = rows[0] ?? current;
      metrics.totalsLagSeconds.set(current.seconds);
      metrics.tenantsDue.set(current.tenants);
      return current;
    },
    current: () => current,
  };
}
