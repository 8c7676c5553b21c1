import type { MetricDraft } from '../metric/metricDraft.ts';

/** Of which metric an example sends a sample. */
export type Described = Pick<MetricDraft, 'metricName' | 'metricType' | 'labels'>;

/** A sample that the metric takes. */
export function exampleSample(metric: Described): { name: string; value: number; labels?: Record<string, string> } {
  const { metricName: name, metricType } = metric;
  const value = { counter: 1, gauge: 42, histogram: 0.35, summary: 0.35 }[metricType];
  const labels = Object.entries(metric.labels).map(([label, given]) => [label, exampleLabel(given)]);
  return labels.length === 0 ? { name, value } : { name, value, labels: Object.fromEntries(labels) };
}

/** What a page would fill in, where the default is a source such as `$path`. */
function exampleLabel(given: string): string {
  if (!given.startsWith('$')) return given;
  return { $path: '/pricing', $device: 'desktop', $vital: 'LCP' }[given] ?? '';
}
