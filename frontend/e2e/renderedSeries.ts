import { metricKinds } from '../../backend/src/metric/metricKinds.ts';
import { exportedName } from '../../backend/src/metric/metricNames.ts';
import type { MetricDraft } from '../src/metric/metricDraft.ts';

export interface RenderedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the platform exports of one label set of a metric, whose slots hold 1, 2, 3 and so on, and whose sketch has one observation. */
export function render({ metricName, metricType, ...given }: MetricDraft): RenderedSeries[] {
  const kind = metricKinds[metricType];
  const usual = kind.defaultOptions(metricName);
  const options = { buckets: given.buckets ?? usual.buckets, quantiles: given.quantiles ?? usual.quantiles };
  const values = Array.from({ length: kind.layout(options).slotCount }, (_, index) => index + 1);
  return kind
    .flatten({ ...options, values, sketch: kind.hasSketch ? [[0, 1]] : null })
    .map(({ suffix, label = {}, value }) => ({
      name: exportedName(metricName, metricType) + suffix,
      labels: label,
      value,
    }));
}
