import type { MetricType } from '../metric/metricDraft.ts';

/** One way of looking at a metric. */
export interface View {
  readonly id: string;
  readonly title: string;
  readonly kind: 'lines' | 'heatmap' | 'bars';
  /** Whether it can be shown for each value of a label. */
  readonly canSplit: boolean;
}

const view = (id: string, title: string, more: Partial<View> = {}): View => ({
  id,
  title,
  kind: 'lines',
  canSplit: true,
  ...more,
});

const VIEWS: Readonly<Record<MetricType, readonly View[]>> = {
  counter: [view('count', 'Count', { kind: 'bars' }), view('rate', 'Rate'), view('total', 'Total')],
  gauge: [view('avg', 'Average'), view('sum', 'Sum'), view('max', 'Highest')],
  histogram: [
    view('quantiles', 'Quantiles'),
    view('heatmap', 'Heatmap', { kind: 'heatmap', canSplit: false }),
    view('mean', 'Average'),
    view('rate', 'Rate'),
  ],
  summary: [view('quantiles', 'Quantiles'), view('mean', 'Average'), view('rate', 'Rate')],
};

/** The ways to look at a type; the first one is what most people want. */
export function viewsOf(type: MetricType): readonly View[] {
  return VIEWS[type];
}
