import type { MetricConfig, Models } from '../models/index.ts';

/** The metrics that the script of a website counts: of one account, living, active and for pages. Oldest first. */
export async function findSiteMetrics({ MetricConfig }: Models, userId: string): Promise<MetricConfig[]> {
  return MetricConfig.findAll({
    where: { userId, isActive: true, inPages: true, deletedAt: null },
    order: [
      ['createdAt', 'ASC'],
      ['id', 'ASC'],
    ],
  });
}
