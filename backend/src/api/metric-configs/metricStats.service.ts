import type { Page } from '../../contract/page.ts';
import type { Database } from '../../database/connect.ts';
import { NotFoundError } from '../../errors.ts';
import type { Models } from '../../models/index.ts';
import { type MetricStats, readMetricStats } from './metricStats.ts';

/** The numbers of one metric of a list. */
export type ListedMetricStats = MetricStats & { readonly metricConfigId: string };

export interface MetricStatsService {
  /** @throws NotFoundError */
  getMetricStats(userId: string, metricConfigId: string): Promise<MetricStats>;
  /** The numbers of a page of the user's metrics, the oldest metric first, as in the list of metrics. */
  listMetricStats(userId: string, page: Page): Promise<{ stats: ListedMetricStats[]; total: number }>;
}

export function createMetricStatsService(deps: { database: Database; models: Models }): MetricStatsService {
  const { pool } = deps.database;
  const { MetricConfig } = deps.models;
  return {
    async getMetricStats(userId, metricConfigId) {
      const isTheirs = await MetricConfig.count({ where: { id: metricConfigId, userId, deletedAt: null } });
      const stats = isTheirs > 0 ? await readMetricStats(pool, userId, [metricConfigId]) : undefined;
      const found = stats?.get(metricConfigId);
      if (!found) throw new NotFoundError('There is no such metric configuration.');
      return found;
    },

    async listMetricStats(userId, { limit, offset }) {
      const { rows, count } = await MetricConfig.findAndCountAll({
        attributes: ['id'],
        where: { userId, deletedAt: null },
        order: [
          ['createdAt', 'ASC'],
          ['id', 'ASC'],
        ],
        limit,
        offset,
      });
      const ids = rows.map(({ id }) => id);
      const stats = await readMetricStats(pool, userId, ids);
      return { stats: ids.flatMap((id) => listed(id, stats.get(id))), total: count };
    },
  };
}

/** Nothing for a metric that was deleted a moment ago. */
function listed(metricConfigId: string, stats: MetricStats | undefined): ListedMetricStats[] {
  return stats ? [{ metricConfigId, ...stats }] : [];
}
