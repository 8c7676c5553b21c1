import { formatDuration } from './format.ts';
import type { MetricType } from './metricDraft.ts';
import { type View, windowOf } from './promql.ts';

/** Whether a view counts over time; the others show values as they are at a moment. */
function countsOverTime(type: MetricType, viewId: string): boolean {
  if (type === 'gauge') return false;
  if (type === 'counter') return viewId === 'rate';
  return !(type === 'summary' && viewId === 'quantiles');
}

/** What the numbers beside the names are of, whatever the range is. */
export function nowTitleOf(type: MetricType, view: View): string {
  return countsOverTime(type, view.id) ? 'Last minute' : 'Now';
}

/** What one point of a graph stands for. */
export function pointMeaning(type: MetricType, view: View, stepSeconds: number): string {
  if (!countsOverTime(type, view.id)) return 'Each point is the value at that moment; the last one is now.';
  const span = formatDuration(windowOf(stepSeconds));
  const mark = view.kind === 'heatmap' ? 'column' : 'point';
  return `Each ${mark} stands for the ${span} before it; the last one for the ${span} until now.`;
}
