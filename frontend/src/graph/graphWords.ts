import { formatDuration } from '../format.ts';
import type { MetricType } from '../metric/metricDraft.ts';
import { vitalLabelOf, vitalMeaning } from '../metric/vitals.ts';
import type { Step } from '../period/period.ts';
import { type Measured, mixesSeries, quantileName, shownQuantiles, windowOf } from './promql.ts';
import type { View } from './views.ts';

/** Whether a view counts over time; the others show values as they are at a moment. */
function countsOverTime(type: MetricType, viewId: string): boolean {
  if (type === 'gauge') return false;
  if (type === 'counter') return viewId === 'rate';
  return !(type === 'summary' && viewId === 'quantiles');
}

/** What the numbers beside the names are of. @param isOver whether the period has ended before now */
export function nowTitleOf(type: MetricType, view: View, isOver = false): string {
  if (view.kind === 'bars') return 'In this period';
  if (isOver) return countsOverTime(type, view.id) ? 'Its last minute' : 'At its end';
  return countsOverTime(type, view.id) ? 'Last minute' : 'Now';
}

/** What the lines are. @param split a declared label, or undefined for all series together */
export function viewMeaning(metric: Measured, view: View, split: string | undefined): string {
  const part = split === undefined ? undefined : { label: split };
  const ofWhat = split === undefined ? '' : ` with each value of ${split}`;
  if (view.kind === 'heatmap') return 'The stronger a cell, the more observations fell into its bucket.';
  if (view.kind === 'bars') return `How many were counted${ofWhat}, exactly: differences of totals.`;
  if (view.id === 'rate')
    return metric.metricType === 'counter' ? `Counted per minute${ofWhat}.` : `Observations per minute${ofWhat}.`;
  if (view.id === 'total') return `All that has been counted${ofWhat}.`;
  if (view.id === 'mean') return `The average of all observations${ofWhat}.`;
  if (metric.metricType === 'gauge') {
    const kind = { avg: 'average', sum: 'sum', max: 'highest' }[view.id] ?? view.id;
    return mixesSeries(metric, part) ? `The ${kind} of all series${ofWhat}.` : `The value${ofWhat}.`;
  }
  const names = shownQuantiles(metric, part);
  const [first = 0.5] = names;
  const example = `${quantileName(first)}${ofWhat}: ${Number((first * 100).toFixed(3))} % of the observations are at most this.`;
  if (metric.metricType === 'histogram') return [example, ...vitalSentences(metric, split), BUCKET_MEANING].join(' ');
  if (!mixesSeries(metric, part)) return example;
  return `${example} Quantiles of several series cannot be put together, so each line is the highest of them all.`;
}

const BUCKET_MEANING =
  'A histogram knows the bucket that a quantile is in and no more: lines are drawn at its upper bound.';

function vitalSentences({ labels }: Measured, split: string | undefined): string[] {
  const label = vitalLabelOf(labels);
  if (label === undefined) return [];
  return split === label
    ? [vitalMeaning]
    : [`These are all vitals together, seconds and CLS as one number: split by ${label} to tell them apart.`];
}

/** Whether a view has a number of the whole range besides: averages and quantiles, which need more observations than a minute has. */
export function hasWholeNumber(type: MetricType, view: View): boolean {
  return view.id === 'mean' || (type === 'histogram' && view.id === 'quantiles');
}

/** What one point of a graph stands for. @param isOver whether the period has ended before now */
export function pointMeaning(type: MetricType, view: View, stepSeconds: number, isOver = false): string {
  if (!countsOverTime(type, view.id))
    return `Each point is the value at that moment; the last one is ${isOver ? 'the end of the period' : 'now'}.`;
  const span = formatDuration(windowOf(stepSeconds));
  const mark = view.kind === 'heatmap' ? 'column' : 'point';
  return `Each ${mark} stands for the ${span} before it; the last one for the ${span} until ${isOver ? 'the end of the period' : 'now'}.`;
}

/** What one bar stands for. @param step of the period */
export function barMeaning(step: Step): string {
  return `Each bar stands for ${step === 'day' ? 'a day' : formatDuration(step.seconds)} from the time below it.`;
}

/** What the line of all other values is, and what the values with lines of their own are chosen by. */
export function restMeaning(metric: Measured, view: View, label: string): string {
  const type = metric.metricType;
  if (view.id === 'count' || view.id === 'rate' || view.id === 'total' || view.id === 'sum')
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
