import { QueryTypes } from 'sequelize';
import type { MetricType } from '../../contract/metricTypes.ts';
import type { Page } from '../../contract/page.ts';
import type { Database } from '../../database/connect.ts';
import { NotFoundError } from '../../errors.ts';
import type { Models } from '../../models/index.ts';

/** One label set of a metric, with the totals behind it. */
export interface ListedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly isOverflow: boolean;
  readonly lastSampleAt: Date | null;
  /** By slot, in the order of the metric's type. */
  readonly values: readonly number[];
}

/** What a metric has grown to, and what makes it grow. */
export interface SeriesList {
  readonly metricType: MetricType;
  /** The overflow series first, then by total, largest first. */
  readonly series: readonly ListedSeries[];
  /** Label sets, the overflow series included. */
  readonly total: number;
  /** Series that Prometheus sees; `maxSeries` limits them. */
  readonly exportedSeries: number;
  readonly maxSeries: number;
  /** Label names by the number of their distinct values, the most first: the first one is what would explode. */
  readonly labels: readonly { readonly name: string; readonly values: number }[];
}

export interface SeriesListService {
  /** @throws NotFoundError */
  listSeries(userId: string, metricConfigId: string, page: Page): Promise<SeriesList>;
}

const seriesQuery = `
  select s.labels, s.is_overflow as "isOverflow", t.updated_at as "lastSampleAt", t.values
  from series s
  cross join lateral (
    select array_agg(t.value order by t.slot) as values, max(t.updated_at) as updated_at
    from totals t where t.slot >= s.first_slot and t.slot < s.first_slot + s.slot_count
  ) t
  where s.metric_config_id = :id
  order by s.is_overflow desc, (select sum(v) from unnest(t.values) v) desc, s.id
  limit :limit offset :offset`;

const sizeQuery = `
  select count(*)::integer as total, coalesce(sum(exported_series), 0)::integer as "exportedSeries" from series where metric_config_id = :id`;

const labelsQuery = `
  select l.key as name, count(distinct l.value)::integer as values
  from series s cross join lateral jsonb_each_text(s.labels) l
  where s.metric_config_id = :id and not s.is_overflow
  group by l.key order by values desc, name`;

export function createSeriesListService({
  database,
  models,
}: {
  database: Database;
  models: Models;
}): SeriesListService {
  const { sequelize } = database;
  return {
    async listSeries(userId, metricConfigId, { limit, offset }) {
      const config = await models.MetricConfig.findOne({ where: { id: metricConfigId, userId, deletedAt: null } });
      if (!config) throw new NotFoundError('There is no such metric configuration.');
      const select = <T extends object>(sql: string) =>
        sequelize.query<T>(sql, { type: QueryTypes.SELECT, replacements: { id: config.id, limit, offset } });
      const [series, [size], labels] = await Promise.all([
        select<ListedSeries>(seriesQuery),
        select<{ total: number; exportedSeries: number }>(sizeQuery),
        select<{ name: string; values: number }>(labelsQuery),
      ]);
      return {
        metricType: config.metricType,
        series,
        total: size?.total ?? 0,
        exportedSeries: size?.exportedSeries ?? 0,
        maxSeries: config.maxSeries,
        labels,
      };
    },
  };
}
