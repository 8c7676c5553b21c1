import type pg from 'pg';

/** Rows in one statement: short enough to disturb nobody. */
const batchRows = 1_000;
/** Deleted records are left alone this long, so that what was under way when they were deleted finds them still. */
const settleSeconds = 60;

/**
 * Removes what deleted configurations and accounts have left: totals, sketches, series, rejections, the configurations, the ledger,
 * and at last the accounts. Goes on batch by batch until nothing is left or `signal` says stop; interrupted, it continues next time.
 */
export async function removeDeleted(pool: pg.Pool, signal: AbortSignal): Promise<void> {
  const { rows: configs } = await pool.query<{ id: string; tenantId: string }>(
    `select id, user_id as "tenantId" from metric_configs where deleted_at < clock_timestamp() - $1 * interval '1 second'`,
    [settleSeconds],
  );
  for (const { id, tenantId } of configs) {
    if (!(await removeSeries(pool, id, signal))) return;
    await pool.query('delete from rejections where tenant_id = $1 and metric_config_id = $2', [tenantId, id]);
    await pool.query('delete from metric_configs where id = $1', [id]);
  }
  const { rows: users } = await pool.query<{ id: string }>(
    `select u.id from users u where u.deleted_at < clock_timestamp() - $1 * interval '1 second'
       and not exists (select 1 from metric_configs c where c.user_id = u.id)`,
    [settleSeconds],
  );
  for (const { id } of users) {
    const emptied = await inBatches(
      pool,
      signal,
      'delete from batch_ledger where ctid = any (array(select ctid from batch_ledger where tenant_id = $1 limit $2))',
      id,
    );
    if (!emptied) return;
    await pool.query('delete from rejections where tenant_id = $1', [id]);
    // Together: a tenant without a version is due for a last look of the forwarder, which then must find the account gone.
    await pool.query(
      'with gone as (delete from tenant_versions where tenant_id = $1) delete from users where id = $1',
      [id],
    );
  }
}

/** Totals and sketches first, by their series; then these series. */
function removeSeries(pool: pg.Pool, metricConfigId: string, signal: AbortSignal): Promise<boolean> {
  return inBatches(
    pool,
    signal,
    `with doomed as (
       select id, first_slot, slot_count from series where metric_config_id = $1 limit greatest($2::integer / 40, 1)
     ), t as (
       -- By slot and not by range, which would read all totals of all tenants.
       delete from totals where slot = any (array(
         select -(s.first_slot + n) from doomed s cross join generate_series(0, s.slot_count - 1) n))
     ), k as (
       delete from summary_sketches k using doomed s where k.first_slot = s.first_slot
     )
     delete from series using doomed where series.id = doomed.id`,
    metricConfigId,
  );
}

/** False when it was stopped before the end. */
async function inBatches(pool: pg.Pool, signal: AbortSignal, sql: string, id: string): Promise<boolean> {
  while (!signal.aborted) {
    const { rowCount } = await pool.query(sql, [id, batchRows]);
    if (!rowCount) return true;
  }
  return false;
}
