import type { Collector } from './collector.ts';

/** What a collector has of each value of a label: increments added up, and the sum of observations. Without the label: under ''. */
export function countsBy(collector: Collector, label: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { labels, value } of collector.samples()) {
    const name = labels[label] ?? '';
    counts[name] = (counts[name] ?? 0) + [value].flat().reduce((sum, one) => sum + one, 0);
  }
  return counts;
}
