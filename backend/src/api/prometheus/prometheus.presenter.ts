import { metricKinds } from '../../metric/metricKinds.ts';
import type { MetricConfig } from '../../models/index.ts';

/** What Prometheus's `/api/v1/metadata` says of a metric. */
export interface MetricMetadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** The parts of a configuration that are shown. */
export type DescribedConfig = Pick<MetricConfig, 'exportedName' | 'metricType' | 'name' | 'description'>;

/** Base units that a name may end in: https://prometheus.io/docs/practices/naming/#base-units */
const units = [
  'seconds',
  'bytes',
  'meters',
  'grams',
  'joules',
  'volts',
  'amperes',
  'celsius',
  'ratio',
  'hertz',
] as const;

/**
 * Metadata by metric name. A family that is stored in parts is there under its own name and under those of its parts, which is what
 * the series are called.
 */
export function presentMetadata(configs: readonly DescribedConfig[]): Record<string, MetricMetadata[]> {
  const metadata = new Map<string, MetricMetadata[]>();
  for (const { exportedName, metricType, name, description } of configs) {
    const about = { help: description ?? name, unit: unitOf(exportedName) };
    metadata.set(exportedName, [{ type: metricType, ...about }]);
    for (const part of metricKinds[metricType].parts)
      metadata.set(exportedName + part, [{ type: 'counter', ...about }]);
  }
  return Object.fromEntries([...metadata].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function unitOf(name: string): string {
  return units.find((unit) => name.replace(/_total$/, '').endsWith(`_${unit}`)) ?? '';
}

/** What data sources look at to know what they talk to; no more of Prometheus itself is told. */
export const buildInfo = {
  version: '2.53.0',
  revision: '',
  branch: '',
  buildUser: '',
  buildDate: '',
  goVersion: '',
} as const;
