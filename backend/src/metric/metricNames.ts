import { limits } from '../contract/limits.ts';
import type { MetricType } from '../contract/metricTypes.ts';
import { metricKinds } from './metricKinds.ts';

/** With `_total` it still fits `metric_configs.exported_name`. */
const maxLength = limits.metric.metricName;

const namePattern = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Suffixes that the exposition gives to parts of a family, or that OpenMetrics keeps for itself; `_total` is for counters. */
const reservedSuffixes = ['_bucket', '_sum', '_count', '_created', '_info'] as const;

/** Prefixes of what Prometheus, the Pushgateway, their Go runtime and this product export about themselves. */
const reservedPrefixes = ['__', 'uvp_', 'go_', 'process_', 'promhttp_', 'pushgateway_', 'scrape_', 'ALERTS'] as const;

/** Names that the Pushgateway overwrites silently, and Prometheus's own `up`. */
const reservedNames: ReadonlySet<string> = new Set(['up', 'push_time_seconds', 'push_failure_time_seconds']);

/** The name of the family in Prometheus: counters end in `_total`, added when it is missing. */
export function exportedName(metricName: string, type: MetricType): string {
  const { nameSuffix } = metricKinds[type];
  return metricName.endsWith(nameSuffix) ? metricName : metricName + nameSuffix;
}

/**
 * Why a name cannot be used for a metric of this type, or undefined when it can. What Prometheus would accept but mix up is refused:
 * parts of other families, and names of the platform's own metrics. Colons are for recording rules.
 */
export function metricNameFault(metricName: string, type: MetricType): string | undefined {
  if (metricName.length > maxLength) return `must be at most ${maxLength} characters`;
  if (!namePattern.test(metricName)) return 'must begin with a letter or _ and hold only letters, digits and _';
  const prefix = reservedPrefixes.find((candidate) => metricName.startsWith(candidate));
  if (prefix !== undefined) return `must not begin with ${prefix}, which is reserved for the platform's own metrics`;
  if (reservedNames.has(metricName)) return 'is a metric of the platform itself';
  if (metricKinds[type].nameSuffix !== '_total' && metricName.endsWith('_total'))
    return 'must not end in _total, which is for counters';
  const suffix = reservedSuffixes.find((candidate) => metricName.endsWith(candidate));
  if (suffix !== undefined) return `must not end in ${suffix}, which Prometheus gives to parts of a metric`;
  return undefined;
}
