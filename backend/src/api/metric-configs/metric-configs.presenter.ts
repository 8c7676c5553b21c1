import type { PresentedMetricConfig } from '../../contract/metricConfigs.ts';
import type { MetricConfig } from '../../models/index.ts';
import { completeScriptOptions } from '../../tracking-code/scriptOptions.ts';
import { presentOverlapEnd } from '../overlap.ts';
import { definitionOf } from './definition.ts';

/**
 * A metric configuration as its owner sees it.
 * @param now the database's time
 */
export function presentMetricConfig(config: MetricConfig, now: number): PresentedMetricConfig {
  return {
    id: config.id,
    ...definitionOf(config),
    scriptOptions: completeScriptOptions(config.scriptOptions),
    previousTokenExpiresAt: presentOverlapEnd(config.previousTokenExpiresAt, now),
    createdAt: config.createdAt.toISOString(),
    updatedAt: config.updatedAt.toISOString(),
  };
}
