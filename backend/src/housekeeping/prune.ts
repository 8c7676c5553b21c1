import type pg from 'pg';

const batchRows = 1_000;

/**
 * What may go, and how old it is then. The ledger is kept an hour longer than the 24 h in which a batch id counts once. Sketch windows
 * stay a while after they have left the quantiles. A refusal that has not happened for 30 days is no longer news, nor is a name that no
 * metric has after 7. Samples of robots are told of for a day. The name of a deleted metric is kept from samples for 24 hours.
 */
const statements: Readonly<Record<string, string>> = {
  batch_ledger: `delete from batch_ledger where ctid = any (array(
    select ctid from batch_ledger where created_at < clock_timestamp() - interval '25 hours' limit $1))`,
  summary_sketches: `delete from summary_sketches where ctid = any (array(
    select ctid from summary_sketches where window_start < clock_timestamp() - interval '20 minutes' limit $1))`,
  rejections: `delete from rejections where ctid = any (array(
    select ctid from rejections where last_at < clock_timestamp() - interval '30 days' limit $1))`,
  unknown_metrics: `delete from unknown_metrics where ctid = any (array(
    select ctid from unknown_metrics where last_at < clock_timestamp() - interval '7 days' limit $1))`,
  robot_samples: `delete from robot_samples where ctid = any (array(
    select ctid from robot_samples where hour < clock_timestamp() - interval '48 hours' limit $1))`,
  deleted_metric_names: `delete from deleted_metric_names where ctid = any (array(
    select ctid from deleted_metric_names where deleted_at < clock_timestamp() - interval '24 hours' limit $1))`,
  sessions: `delete from sessions where ctid = any (array(
    select ctid from sessions where expires_at < clock_timestamp() limit $1))`,
  rate_limits: `delete from rate_limits where ctid = any (array(
    select ctid from rate_limits where resets_at < clock_timestamp() limit $1))`,
};

/** Removes rows that have outlived their use, in small batches, until none is left or `signal` says stop. */
export async function prune(pool: pg.Pool, signal: AbortSignal): Promise<void> {
  for (const sql of Object.values(statements)) {
    let removed = batchRows;
    while (removed === batchRows && !signal.aborted) {
      const { rowCount } = await pool.query(sql, [batchRows]);
      removed = rowCount ?? 0;
    }
  }
}
