import { QueryTypes, type Sequelize } from 'sequelize';

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

/**
 * Adds up the slots of each series: all of a counter's and a gauge's, all but the last (the sum) of a histogram's, the first (the
 * count) of a summary's. The order of slots is `ingestion/seriesLayout.ts`.
 */
const totalsQuery = `
  select coalesce(sum(t.value) filter (where case c.metric_type
           when 'histogram' then t.slot < s.first_slot + s.slot_count - 1
           when 'summary' then t.slot = s.first_slot
           else true end), 0)::float8 as "total",
         coalesce(sum(s.exported_series) filter (where t.slot = s.first_slot), 0)::float8 as "series",
         max(t.updated_at) as "lastSampleAt",
         coalesce(bool_or(s.is_overflow), false) as "overflowing"
  from metric_configs c
  join series s on s.metric_config_id = c.id
  join totals t on t.slot >= s.first_slot and t.slot < s.first_slot + s.slot_count
  where c.id = :metricConfigId`;

const rejectionsQuery = `
  select code, count::float8 as "count", last_at as "lastAt"
  from rejections where tenant_id = :tenantId and metric_config_id = :metricConfigId
  order by count desc, code`;

interface TotalsRow {
  total: number;
  series: number;
  lastSampleAt: Date | null;
  overflowing: boolean;
}

/** The caller has made sure that the configuration lives and is the tenant's. */
export async function readMetricStats(
  sequelize: Sequelize,
  tenantId: string,
  metricConfigId: string,
): Promise<MetricStats> {
  const replacements = { tenantId, metricConfigId };
  const [[totals], rejections] = await Promise.all([
    sequelize.query<TotalsRow>(totalsQuery, { replacements, type: QueryTypes.SELECT }),
    sequelize.query<{ code: string; count: number; lastAt: Date }>(rejectionsQuery, {
      replacements,
      type: QueryTypes.SELECT,
    }),
  ]);
  return {
    total: totals?.total ?? 0,
    series: totals?.series ?? 0,
    lastSampleAt: totals?.lastSampleAt?.toISOString() ?? null,
    overflowing: totals?.overflowing ?? false,
    rejections: rejections.map(({ code, count, lastAt }) => ({ code, count, lastAt: lastAt.toISOString() })),
  };
}
