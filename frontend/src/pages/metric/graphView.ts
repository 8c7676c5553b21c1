import type { MetricConfig } from '../../api/metricConfigs.ts';
import { type View, viewsOf } from '../../graph/views.ts';
import type { Filters } from '../../metric/filters.ts';
import type { MetricView } from '../../metric/metricView.ts';
import { vitalLabelOf } from '../../metric/vitals.ts';
import type { Period } from '../../period/period.ts';

/** What the graph is of: by what its type has to show, and for each value of a label. */
export interface GraphView {
  readonly view: View;
  /** A declared label, or undefined for all series together. */
  readonly split: string | undefined;
}

/** What of it a person has chosen, or what is usual. */
export function graphViewOf({ metricType, labels }: MetricConfig, { show, by }: MetricView): GraphView {
  const [first, ...others] = viewsOf(metricType);
  if (!first) throw new Error(`${metricType} has no view`);
  const view = others.find(({ id }) => id === show) ?? first;
  const usual = vitalLabelOf(labels);
  const split = by === undefined ? usual : by;
  return { view, split: view.canSplit && split !== '' ? split : undefined };
}

/** The same with the numbers that it is of. */
export interface GraphChoice extends GraphView {
  readonly period: Period;
  readonly filters: Filters;
  /** Whether the period before is shown as well, where lines are not split. */
  readonly compare: boolean;
}
