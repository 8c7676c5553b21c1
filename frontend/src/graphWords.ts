import { formatDuration } from './format.ts';
import type { MetricDraft, MetricType } from './metricDraft.ts';
import { quantileName, shownQuantiles, type View, windowOf } from './promql.ts';

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

/** What the line of all other values is, and what the values with lines of their own are chosen by. */
export function restMeaning(
  metric: Pick<MetricDraft, 'metricName' | 'metricType' | 'quantiles'>,
  view: View,
  label: string,
): string {
  const type = metric.metricType;
  if (view.id === 'rate' || view.id === 'total' || view.id === 'sum')
    return `Shown are the values of ${label} with the highest sums in this range; “other” is the sum of the rest, so that all lines add up to the whole.`;
  if (type === 'gauge') {
    const kind = view.id === 'max' ? 'highest' : 'average';
    return `Shown are the values of ${label} that are highest in this range. They cannot be added up: “other” is the ${kind} of all remaining series.`;
  }
  const chosen = `Shown are the values of ${label} with the most observations in this range. They cannot be added up: “other” is`;
  if (view.id === 'mean') return `${chosen} the average of all remaining observations.`;
  const quantile = quantileName(shownQuantiles(metric, { label })[0] ?? 0);
  return type === 'summary'
    ? `${chosen} the highest ${quantile} of the remaining series.`
    : `${chosen} the ${quantile} of all remaining observations.`;
}
