import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { sketchWindowSeconds } from '../metric/sketch.ts';

/** How long a claim lasts, and how much of it must be left when a push begins. The push itself has 5 s, and ends a second before it. */
export const leaseMs = 15_000;
export const leaseLeftToPushMs = 6_000;
export const pushTimeoutMs = 5_000;

/** A tenant that only we may push until the lease ends. */
export interface Lease {
  readonly tenantId: string;
  /** New for every claim. */
  readonly owner: string;
  /** Which gateway holds the tenant; null before the first push. */
  readonly gatewayUrl: string | null;
  /** The last push to this tenant's group ended without our knowing how: something may still arrive. */
  readonly uncertain: boolean;
  /** Monotonic, counted from before the claim was asked for. */
  readonly endsAtMs: number;
}

/** A gateway that answers, and which process it is. */
export interface ReachableGateway {
  readonly url: string;
  readonly startTime: string;
}

/**
 * Claims tenants that are due: their totals have changed, their gateway was restarted or has left the list, the moment they asked for
 * has come, or ten minutes have passed, or their last push lies in the future because the clock was set back. Tenants of a gateway
 * that does not answer are left alone, also when it has left the list. The longest waiting come first.
 * @param roundStartedAtMs monotonic; who was pushed since is not due again: under load somebody always is, and no round would end
 */
export async function claimDue(
  pool: pg.Pool,
  reachable: readonly ReachableGateway[],
  listed: readonly string[],
  roundStartedAtMs: number,
  limit: number,
): Promise<Lease[]> {
  const owner = randomUUID();
  const askedAtMs = performance.now();
  const { rows } = await pool.query<{ tenantId: string; gatewayUrl: string | null; uncertain: boolean }>({
    name: 'claim_due',
    text: `select tenant_id as "tenantId", gateway_url as "gatewayUrl", uncertain
           from claim_due_v1($1, $2, $3::text[], $4::text[], $5::text[], $6, $7)`,
    values: [
      owner,
      leaseMs,
      reachable.map((g) => g.url),
      reachable.map((g) => g.startTime),
      listed,
      limit,
      askedAtMs - roundStartedAtMs,
    ],
  });
  return rows.map((row) => ({ ...row, owner, endsAtMs: askedAtMs + leaseMs }));
}

/** Gateways that have left the list and hold tenants still. */
export async function departedGateways(pool: pg.Pool, listed: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ url: string }>(
    // From one gateway to the next along the index: `distinct` reads every tenant.
    `with recursive held as (
       select (select min(gateway_url) from push_state) as url
       union all
       select (select min(gateway_url) from push_state where gateway_url > held.url) from held where held.url is not null
     )
     select url from held where url is not null and url <> all ($1::text[])`,
    [listed],
  );
  return rows.map(({ url }) => url);
}

/**
 * Shortens leases that end later than any that is given: the clock was set back. They last as long again as a new one would, because
 * their owners may be at work.
 */
export async function shortenLeases(pool: pg.Pool): Promise<void> {
  await pool.query(
    `update push_state set lease_until = clock_timestamp() + $1 * interval '1 millisecond'
     where lease_until > clock_timestamp() + interval '1 minute'`,
    [leaseMs],
  );
}

/** What a push that was done has shown. */
export interface Pushed {
  readonly gatewayUrl: string;
  /** The version read with the totals. */
  readonly version: string | undefined;
  /** When that was, by the database's clock; epoch milliseconds. */
  readonly readAtMs: number;
  /** The gateway's start time, read before the push. */
  readonly gatewayStart: string;
  /** Series that were shown as 0 for want of promotion. */
  readonly zeroSeries: readonly string[];
  /** How long a zero must be shown. */
  readonly zeroForMs: number;
  /** Quantiles were shown: they change when the window slides, without a new sample. */
  readonly slides: boolean;
}

/** Names one process of one gateway. */
export function gatewayProcess(url: string, startTime: string): string {
  return `${url} ${startTime}`;
}

/**
 * Records a push and gives the lease back. The zeros that were shown are marked with the time when this gateway process first held
 * them, and the tenant becomes due again when the oldest has been shown long enough, or when the window of its quantiles slides. A zero
 * that is overdue, because Prometheus does not scrape, makes it due less and less often. Does nothing when the lease has been lost.
 */
export async function recordPush(pool: pg.Pool, lease: Lease, pushed: Pushed): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'record_push',
    text: `
      with held as (
        select tenant_id from push_state where tenant_id = $1 and owner = $2 and lease_until > clock_timestamp() for update
      ), marked as (
        -- Only those that this process did not show before: a tenant may have thousands, and is pushed every two seconds.
        update series s set zero_pushed_at = clock_timestamp(), zero_gateway_start = $6
        from held
        where s.tenant_id = held.tenant_id and s.id = any ($7::bigint[]) and s.promoted_at is null
          and (s.zero_gateway_start is distinct from $6 or s.zero_pushed_at > clock_timestamp())
        returning s.id
      ), shown as (
        -- What has changed since then waits from then on.
        update tenant_versions v
        set changed_at = case when v.version is not distinct from $4::bigint then null else to_timestamp($11::double precision / 1000) end
        from held where v.tenant_id = held.tenant_id
      ), zeros as (
        select coalesce(
          (select min(s.zero_pushed_at) from series s
           where s.tenant_id = $1 and s.promoted_at is null and s.zero_gateway_start = $6 and s.zero_pushed_at <= clock_timestamp()),
          (select clock_timestamp() from marked limit 1)) + $8 * interval '1 millisecond' as seen_at
      )
      update push_state ps
      set gateway_url = $3, pushed_version = $4, gateway_start = $5, pushed_at = clock_timestamp(), owner = null, lease_until = null,
          due_at = least(
            (select greatest(seen_at, clock_timestamp() + greatest(interval '1 second',
               least(interval '30 seconds', (clock_timestamp() - seen_at) / 4))) from zeros where seen_at is not null),
            case when $9 then to_timestamp((floor(extract(epoch from clock_timestamp()) / $10) + 1) * $10) end)
      from held where ps.tenant_id = held.tenant_id`,
    values: [
      lease.tenantId,
      lease.owner,
      pushed.gatewayUrl,
      pushed.version ?? null,
      pushed.gatewayStart,
      gatewayProcess(pushed.gatewayUrl, pushed.gatewayStart),
      pushed.zeroSeries,
      pushed.zeroForMs,
      pushed.slides,
      sketchWindowSeconds,
      pushed.readAtMs,
    ],
  });
  return rowCount === 1;
}

/** Gives a lease back without a push; nobody claims the tenant for `waitMs`. Only after outcomes that are certain. */
export async function releaseLease(pool: pg.Pool, lease: Lease, waitMs = 0): Promise<void> {
  await pool.query(
    `update push_state set owner = null, lease_until = clock_timestamp() + $3 * interval '1 millisecond'
     where tenant_id = $1 and owner = $2`,
    [lease.tenantId, lease.owner, waitMs],
  );
}

/** Gives back a lease that was not used. After an uncertain push it runs out by itself: the tenant must stay uncertain. */
export async function returnUnused(pool: pg.Pool, lease: Lease, waitMs = 0): Promise<void> {
  if (!lease.uncertain) await releaseLease(pool, lease, waitMs);
}

/** Records where a tenant will be pushed, under its lease. */
export async function recordPlacement(pool: pg.Pool, lease: Lease, gatewayUrl: string): Promise<void> {
  await pool.query(
    `update push_state set gateway_url = $3, gateway_start = null, pushed_version = null
     where tenant_id = $1 and owner = $2`,
    [lease.tenantId, lease.owner, gatewayUrl],
  );
}

/** Forgets a tenant whose account and group are both gone; one whose account lives keeps its row. */
export async function forgetErasedTenant(pool: pg.Pool, tenantId: string): Promise<void> {
  await pool.query(
    `delete from push_state ps where ps.tenant_id = $1 and ps.owner is null
       and not exists (select 1 from users u where u.id = ps.tenant_id)`,
    [tenantId],
  );
}
