import { presentOverlapEnd } from '../../http/overlap.ts';
import type { MetricType } from '../../ingestion/metricTypes.ts';
import type { MetricConfig } from '../../models/index.ts';
import { completeScriptOptions, type ScriptOptions } from '../../tracking-code/scriptOptions.ts';

/** A metric configuration as its owner sees it. */
export interface PresentedMetricConfig {
  id: string;
  name: string;
  description: string | null;
  metricName: string;
  /** The family's name in Prometheus. */
  exportedName: string;
  metricType: MetricType;
  labels: Record<string, string>;
  autoTrack: boolean;
  trackingEvents: string[];
  isActive: boolean;
  buckets: number[] | null;
  quantiles: number[] | null;
  maxSeries: number;
  scriptOptions: ScriptOptions;
  /** Until then browser tokens from before the last revocation work, too; null when none do. */
  previousTokenExpiresAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export function presentMetricConfig(config: MetricConfig): PresentedMetricConfig {
  return {
    id: config.id,
    name: config.name,
    description: config.description,
    metricName: config.metricName,
    exportedName: config.exportedName,
    metricType: config.metricType,
    labels: config.labels,
    autoTrack: config.autoTrack,
    trackingEvents: config.trackingEvents,
    isActive: config.isActive,
    buckets: config.buckets,
    quantiles: config.quantiles,
    maxSeries: config.maxSeries,
    scriptOptions: completeScriptOptions(config.scriptOptions),
    previousTokenExpiresAt: presentOverlapEnd(config.previousTokenExpiresAt),
    createdAt: config.createdAt.toISOString(),
    updatedAt: config.updatedAt.toISOString(),
  };
}
