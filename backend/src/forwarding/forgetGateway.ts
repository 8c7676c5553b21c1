import type pg from 'pg';

/** Rows that are locked at a time: forwarders work on the same table. */
const atOnce = 2_000;

/**
 * A backend that reaches a gateway pushes each of its tenants every ten minutes or more often (claim_due_v1), and pauses a minute at most
 * between rounds. After so long without a push none reaches it.
 */
export const unreachedAfterSeconds = 720;

/** Gateways that hold tenants, by name, and how many each holds; the busiest first. */
export async function countHeldTenants(
  client: pg.ClientBase,
): Promise<{ readonly gateway: string; readonly tenants: number }[]> {
  const { rows } = await client.query<{ gateway: string; tenants: number }>(
    `select gateway_url as gateway, count(*)::integer as tenants from push_state
     where gateway_url is not null group by 1 order by tenants desc, gateway`,
  );
  return rows;
}

/** Seconds since a backend last pushed a tenant of this gateway, by the database's clock; undefined when none ever did. */
export async function secondsSinceLastPush(client: pg.ClientBase, name: string): Promise<number | undefined> {
  const { rows } = await client.query<{ seconds: number | null }>(
    // A push in the future is older than a clock that was set back. A backend that is at work repeats it at once.
    `select extract(epoch from clock_timestamp() - max(pushed_at))::double precision as seconds from push_state
     where gateway_url = $1 and pushed_at <= clock_timestamp()`,
    [name],
  );
  return rows[0]?.seconds ?? undefined;
}

/**
 * Lets the tenants of a gateway that is gone for good go: at the next round each is placed on a gateway of the list and pushed whole. A
 * gateway keeps nothing on disk, so one whose process is gone holds nothing that would have to be deleted first. Must not be used for one
 * that still runs: Prometheus would see its groups beside the new ones.
 * @returns how many tenants it held
 */
export async function forgetGateway(client: pg.ClientBase, name: string): Promise<number> {
  let forgotten = 0;
  for (;;) {
    // Leases stay: what is under way for a tenant ends before anybody else claims it.
    const { rowCount } = await client.query(
      `update push_state set gateway_url = null, gateway_start = null, pushed_version = null, due_at = clock_timestamp()
       where tenant_id in (select tenant_id from push_state where gateway_url = $1 order by tenant_id limit $2 for update)`,
      [name, atOnce],
    );
    forgotten += rowCount ?? 0;
    if ((rowCount ?? 0) < atOnce) return forgotten;
  }
}
