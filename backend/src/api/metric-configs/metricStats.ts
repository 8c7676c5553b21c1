import type pg from 'pg';
import { metricTypes } from '../../contract/metricTypes.ts';
import { metricKinds } from '../../metric/metricKinds.ts';

/** Why samples for one configuration were refused. */
export interface RejectionStats {
  code: string;
  count: number;
  lastAt: string;
}

/** What Postgres holds of one configuration right now: ahead of Prometheus, which hears of it with the next push and scrape. */
export interface MetricStats {
  /** Counters and gauges: the values of all label sets added up. Histograms and summaries: the number of observations. */
  total: number;
  /** Series that Prometheus sees, the overflow series included; `maxSeries` limits them. */
  series: number;
  /** When a sample was last added; null before the first. */
  lastSampleAt: string | null;
  /** True when label sets past the cap are being counted in the overflow series. */
  overflowing: boolean;
  /** The most frequent first. */
  rejections: RejectionStats[];
}

/** SQL for the slots of a series that its total is the sum of: all but those at the end that its type keeps for something else. */
const slotsOfTotal = `s.slot_count - case c.metric_type ${metricTypes
  .map((type) => `when '${type}' then ${metricKinds[type].slotsAfterTotal}`)
  .join(' ')} end`;

/** Every slot is looked up by itself: a join on ranges of slots costs five times as much. Most series have one that counts, the first. */
const totalsQuery = `
  select c.id,
         coalesce(sum(t.value + coalesce(further.value, 0)), 0)::float8 as "total",
         coalesce(sum(s.exported_series), 0)::float8 as "series",
         max(greatest(t.updated_at, further.updated_at)) as "lastSampleAt",
         coalesce(bool_or(s.is_overflow), false) as "overflowing"
  from metric_configs c
  left join series s on s.metric_config_id = c.id
  left join totals t on t.slot = s.first_slot
  left join lateral (
    select sum(b.value) as value, max(b.updated_at) as updated_at
    from generate_series(s.first_slot + 1, s.first_slot + ${slotsOfTotal} - 1) as further (slot)
    join totals b on b.slot = further.slot
  ) further on ${slotsOfTotal} > 1
  where c.id = any ($1::uuid[])
  group by c.id`;

const rejectionsQuery = `
  select metric_config_id as "id", code, count::float8 as "count", last_at as "lastAt"
  from rejections where tenant_id = $2 and metric_config_id = any ($1::uuid[])
  order by count desc, code`;

interface TotalsRow {
  id: string;
  total: number;
  series: number;
  lastSampleAt: Date | null;
  overflowing: boolean;
}

interface RejectionRow {
  id: string;
  code: string;
  count: number;
  lastAt: Date;
}

/**
 * By the id of the configuration, two queries however many there are. The caller has made sure that they live and are the tenant's; one
 * that is gone by now is left out.
 */
export async function readMetricStats(
  pool: pg.Pool,
  tenantId: string,
  metricConfigIds: readonly string[],
): Promise<ReadonlyMap<string, MetricStats>> {
  const [totals, rejections] = await Promise.all([
    pool.query<TotalsRow>(totalsQuery, [metricConfigIds]),
    pool.query<RejectionRow>(rejectionsQuery, [metricConfigIds, tenantId]),
  ]);
  const stats = new Map<string, MetricStats>();
  for (const { id, total, series, lastSampleAt, overflowing } of totals.rows) {
    stats.set(id, { total, series, lastSampleAt: lastSampleAt?.toISOString() ?? null, overflowing, rejections: [] });
  }
  for (const { id, code, count, lastAt } of rejections.rows) {
    stats.get(id)?.rejections.push({ code, count, lastAt: lastAt.toISOString() });
  }
  return stats;
}
