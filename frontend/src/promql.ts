import { exportedNames, type MetricDraft, type MetricType } from './metricDraft.ts';

/** One way of looking at a metric. */
export interface View {
  readonly id: string;
  readonly title: string;
  /** What the vertical axis is, in words. */
  readonly unit: string;
  readonly kind: 'lines' | 'heatmap';
  /** Whether it can be shown for each value of a label. */
  readonly canSplit: boolean;
}

/** A query whose lines are called by the label that it is split by, or else by `name`. */
export interface Query {
  readonly promql: string;
  readonly name: string;
}

const view = (id: string, title: string, unit: string, more: Partial<View> = {}): View => ({
  id,
  title,
  unit,
  kind: 'lines',
  canSplit: true,
  ...more,
});

const VIEWS: Readonly<Record<MetricType, readonly View[]>> = {
  counter: [view('rate', 'Rate', 'per minute'), view('total', 'Total', 'total')],
  gauge: [view('avg', 'Value', 'average of its series'), view('sum', 'Sum', 'sum'), view('max', 'Highest', 'highest')],
  histogram: [
    view('quantiles', 'Quantiles', 'p50, p95, p99; split: p95'),
    view('heatmap', 'Heatmap', 'observations by size', { kind: 'heatmap', canSplit: false }),
    view('mean', 'Average', 'average'),
    view('rate', 'Rate', 'observations per minute'),
  ],
  summary: [
    view('quantiles', 'Quantiles', 'highest of its series; split: p95'),
    view('mean', 'Average', 'average'),
    view('rate', 'Rate', 'observations per minute'),
  ],
};

/** The ways to look at a type; the first one is what most people want. */
export function viewsOf(type: MetricType): readonly View[] {
  return VIEWS[type];
}

/** What is shown as the number of now is taken over this, in every range: four scrapes of 15 s, so that one lost scrape leaves no hole. */
export const NOW_SECONDS = 60;

/** What each point of a graph is taken over: the whole step before it. */
export function windowOf(stepSeconds: number): number {
  return Math.max(NOW_SECONDS, stepSeconds);
}

/**
 * What to ask Prometheus.
 * @param split a declared label, or undefined for all series together
 * @param windowSeconds what rates are taken over
 */
export function queriesOf(
  metric: Pick<MetricDraft, 'metricName' | 'metricType' | 'quantiles'>,
  viewId: string,
  split: string | undefined,
  windowSeconds: number,
): Query[] {
  const [first = '', sum = '', count = ''] = exportedNames(metric);
  const window = `${windowSeconds}s`;
  const by = split === undefined ? '' : ` by (${split})`;
  const rateOf = (name: string) => `sum${by} (rate(${name}[${window}]))`;
  const type = metric.metricType;
  if (type === 'counter') {
    return viewId === 'total'
      ? [{ promql: `sum${by} (${first})`, name: 'total' }]
      : [{ promql: `60 * ${rateOf(first)}`, name: 'per minute' }];
  }
  if (type === 'gauge') return [{ promql: `${viewId}${by} (${first})`, name: viewId === 'avg' ? 'value' : viewId }];
  if (viewId === 'rate') return [{ promql: `60 * ${rateOf(count)}`, name: 'per minute' }];
  if (viewId === 'mean') return [{ promql: `${rateOf(sum)} / ${rateOf(count)}`, name: 'average' }];
  if (viewId === 'heatmap') return [{ promql: `sum by (le) (increase(${first}[${window}]))`, name: '' }];
  if (type === 'histogram') {
    const le = split === undefined ? 'le' : `le, ${split}`;
    const quantile = (q: number) => `histogram_quantile(${q}, sum by (${le}) (rate(${first}[${window}])))`;
    return (split === undefined ? [0.5, 0.95, 0.99] : [0.95]).map((q) => ({
      promql: quantile(q),
      name: quantileName(q),
    }));
  }
  const quantiles = metric.quantiles ?? [];
  const shown = split === undefined ? quantiles : [nearest(quantiles, 0.95)];
  return shown.map((q) => ({ promql: `max${by} (${first}{quantile="${q}"})`, name: quantileName(q) }));
}

export function quantileName(quantile: number): string {
  return `p${Number((quantile * 100).toFixed(3))}`;
}

function nearest(numbers: readonly number[], wanted: number): number {
  return numbers.reduce(
    (best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best),
    numbers[0] ?? wanted,
  );
}

/** What moves in the list: one query for all of these metrics. Names hold no characters that a pattern knows. */
export function sparklineQuery(metrics: readonly Pick<MetricDraft, 'metricName' | 'metricType'>[]): string {
  return `sum by (__name__) ({__name__=~"${metrics.map(sparklineName).join('|')}"})`;
}

/** The series that a sparkline is drawn from: totals and counts, or the gauge itself. */
export function sparklineName(metric: Pick<MetricDraft, 'metricName' | 'metricType'>): string {
  const names = exportedNames(metric);
  return (metric.metricType === 'counter' || metric.metricType === 'gauge' ? names[0] : names[2]) ?? '';
}
