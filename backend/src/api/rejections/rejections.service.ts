import { QueryTypes } from 'sequelize';
import type { MetricType } from '../../contract/metricTypes.ts';
import type { Page } from '../../contract/page.ts';
import type { Database } from '../../database/connect.ts';
import { countRobotSamples } from '../robotSamples.ts';

/** Samples, or whole requests, that were refused for one reason. */
export interface CountedRejection {
  readonly code: string;
  readonly count: number;
  readonly lastAt: Date;
  /** The last one in words; holds no secret and no label value. */
  readonly example: string;
  /** Null when they belong to no configuration: an unknown name, a request refused as a whole. */
  readonly metricConfigId: string | null;
}

/** Samples of one name that no metric has. */
export interface UnknownName {
  readonly name: string;
  /** `metric_deleted` when a metric of this name was deleted less than a day ago, else `unknown_metric`. */
  readonly code: string;
  /** As a sample named it last; without one, that of the metric that was deleted. */
  readonly metricType: MetricType | null;
  /** Label names of the last sample, those that a metric can have. */
  readonly labels: string[];
  readonly count: number;
  readonly lastAt: Date;
}

export interface RejectionsService {
  /** The most recent first. `robotSamples` were left out in the last 24 hours. */
  listRejections(
    userId: string,
    page: Page,
  ): Promise<{ rejections: CountedRejection[]; total: number; robotSamples: number }>;
  /** The most recent first. `others` counts the samples of further names, and of those that no metric can have. */
  listUnknownNames(userId: string, page: Page): Promise<{ names: UnknownName[]; total: number; others: number }>;
}

const noConfig = '00000000-0000-0000-0000-000000000000';

/** Refusals of configurations that have been deleted are no longer anybody's concern. */
const ofUser = `
  from rejections r
  where r.tenant_id = :userId
    and (r.metric_config_id = '${noConfig}'
         or exists (select 1 from metric_configs c where c.id = r.metric_config_id and c.deleted_at is null))`;

/** A metric that has the name by now hides it: samples come a moment later than the metric, or the name was noted a moment late. */
const namesOfUser = `
  from unknown_metrics u
  left join lateral (
    select metric_type from deleted_metric_names
    where tenant_id = u.tenant_id and u.name in (metric_name, exported_name) order by deleted_at desc limit 1) d on true
  where u.tenant_id = :userId and u.name <> ''
    and not exists (select 1 from metric_configs c where c.user_id = u.tenant_id and c.deleted_at is null
                    and u.name in (c.metric_name, c.exported_name))`;

export function createRejectionsService({ database }: { database: Database }): RejectionsService {
  const { sequelize } = database;
  return {
    async listRejections(userId, { limit, offset }) {
      const options = { type: QueryTypes.SELECT as const, replacements: { userId, limit, offset } };
      const [rejections, [counted], robotSamples] = await Promise.all([
        sequelize.query<CountedRejection>(
          `select r.code, r.count::float8 as count, r.last_at as "lastAt", r.example,
                  nullif(r.metric_config_id, '${noConfig}') as "metricConfigId"
           ${ofUser} order by r.last_at desc, r.code, r.metric_config_id limit :limit offset :offset`,
          options,
        ),
        sequelize.query<{ total: number }>(`select count(*)::integer as total ${ofUser}`, options),
        countRobotSamples(sequelize, userId),
      ]);
      return { rejections, total: counted?.total ?? 0, robotSamples };
    },

    async listUnknownNames(userId, { limit, offset }) {
      const options = { type: QueryTypes.SELECT as const, replacements: { userId, limit, offset } };
      const [names, [counted]] = await Promise.all([
        sequelize.query<UnknownName>(
          `select u.name, u.code, coalesce(u.metric_type, d.metric_type) as "metricType", u.labels, u.count::float8 as count, u.last_at as "lastAt"
           ${namesOfUser} order by u.last_at desc, u.name limit :limit offset :offset`,
          options,
        ),
        sequelize.query<{ total: number; others: number }>(
          `select (select count(*)::integer ${namesOfUser}) as total,
                  coalesce((select count::float8 from unknown_metrics where tenant_id = :userId and name = ''), 0) as others`,
          options,
        ),
      ]);
      return { names, total: counted?.total ?? 0, others: counted?.others ?? 0 };
    },
  };
}
