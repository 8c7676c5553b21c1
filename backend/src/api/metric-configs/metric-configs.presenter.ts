import type { PresentedMetricConfig } from '../../contract/metricConfigs.ts';
import { presentOverlapEnd } from '../../http/overlap.ts';
import type { MetricConfig } from '../../models/index.ts';
import { completeScriptOptions } from '../../tracking-code/scriptOptions.ts';
import { definitionOf } from './definition.ts';

/** A metric configuration as its owner sees it. */
export function presentMetricConfig(config: MetricConfig): PresentedMetricConfig {
  return {
    id: config.id,
    ...definitionOf(config),
    scriptOptions: completeScriptOptions(config.scriptOptions),
    previousTokenExpiresAt: presentOverlapEnd(config.previousTokenExpiresAt),
    createdAt: config.createdAt.toISOString(),
    updatedAt: config.updatedAt.toISOString(),
  };
}
