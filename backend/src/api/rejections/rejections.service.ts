import { QueryTypes } from 'sequelize';
import type { Database } from '../../database/connect.ts';
import type { Page } from '../../http/page.ts';

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

export interface RejectionsService {
  /** The most recent first. */
  listRejections(userId: string, page: Page): Promise<{ rejections: CountedRejection[]; total: number }>;
}

const noConfig = '00000000-0000-0000-0000-000000000000';

/** Refusals of configurations that have been deleted are no longer anybody's concern. */
const ofUser = `
  from rejections r
  where r.tenant_id = :userId
    and (r.metric_config_id = '${noConfig}'
         or exists (select 1 from metric_configs c where c.id = r.metric_config_id and c.deleted_at is null))`;

export function createRejectionsService({ database }: { database: Database }): RejectionsService {
  const { sequelize } = database;
  return {
    async listRejections(userId, { limit, offset }) {
      const options = { type: QueryTypes.SELECT as const, replacements: { userId, limit, offset } };
      const [rejections, [counted]] = await Promise.all([
        sequelize.query<CountedRejection>(
          `select r.code, r.count::float8 as count, r.last_at as "lastAt", r.example,
                  nullif(r.metric_config_id, '${noConfig}') as "metricConfigId"
           ${ofUser} order by r.last_at desc, r.code, r.metric_config_id limit :limit offset :offset`,
          options,
        ),
        sequelize.query<{ total: number }>(`select count(*)::integer as total ${ofUser}`, options),
      ]);
      return { rejections, total: counted?.total ?? 0 };
    },
  };
}
