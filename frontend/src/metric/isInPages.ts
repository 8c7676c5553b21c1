import type { MetricConfig } from '../api/metricConfigs.ts';

/** Whether the site tag carries a metric. */
export function isInPages({ isActive, inPages }: Pick<MetricConfig, 'isActive' | 'inPages'>): boolean {
  return isActive && inPages;
}
