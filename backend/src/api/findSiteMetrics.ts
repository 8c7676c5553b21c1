import type { MetricConfig, Models } from '../models/index.ts';
import { namesEvents } from '../tracking-code/trackedMetric.ts';

/** The metrics that the script of a website counts: of one account, living, active, for pages, and with events. Oldest first. */
export async function findSiteMetrics({ MetricConfig }: Models, userId: string): Promise<MetricConfig[]> {
  const metrics = await MetricConfig.findAll({
    where: { userId, isActive: true, inPages: true, deletedAt: null },
    order: [
      ['createdAt', 'ASC'],
      ['id', 'ASC'],
    ],
  });
  return metrics.filter(namesEvents);
}
