import type { MetricConfig, MetricStats } from '../api/metricConfigs.ts';

export const metricStates = ['off', 'refusing', 'overflowing', 'receiving', 'silent', 'waiting'] as const;
export type MetricState = (typeof metricStates)[number];

const RECENT_MS = 15 * 60_000;

/**
 * How a metric is. `refusing`: samples were refused in the last quarter of an hour; `overflowing`: over its series limit; `silent`:
 * no sample for a quarter of an hour; `waiting`: none ever.
 */
export function metricStateOf(config: Pick<MetricConfig, 'isActive'>, stats: MetricStats, nowMs: number): MetricState {
  if (!config.isActive) return 'off';
  const isRecent = (iso: string) => nowMs - Date.parse(iso) < RECENT_MS;
  if (stats.rejections.some(({ lastAt }) => isRecent(lastAt))) return 'refusing';
  if (stats.overflowing) return 'overflowing';
  if (stats.lastSampleAt === null) return 'waiting';
  return isRecent(stats.lastSampleAt) ? 'receiving' : 'silent';
}
