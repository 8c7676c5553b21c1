import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createOutageLog } from './outageLog.ts';

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
  /**
   * Looks every two seconds until the signal; never rejects. While looks fail, `current` and the metrics keep what was found last; the
   * log says when that begins and when it is over.
   */
  watch(signal: AbortSignal): Promise<void>;
  /** What the last look found. */
  current(): Lag;
}

export interface LagWatchDeps {
  readonly pool: pg.Pool;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** The pause between two looks of `watch`; 2,000 unless given. */
  readonly lookEveryMs?: number;
}

/** Tenants that are counted; more are many, whatever their number. */
const maxCounted = 100_000;

export function createLagWatch({ pool, metrics, logger, lookEveryMs = 2_000 }: LagWatchDeps): LagWatch {
  let current: Lag = { tenants: 0, seconds: 0 };
  const outage = createOutageLog(logger, {
    fails: 'the lag of the gateways is not known',
    works: 'the lag of the gateways is known again',
  });

  async function look(): Promise<Lag> {
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
  }

  return {
    look,
    async watch(signal) {
      while (!signal.aborted) {
        await look().then(outage.worked, outage.failed);
        await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
      }
    },
    current: () => current,
  };
}
