import { type Filters, selectorOf } from '../metric/filters.ts';
import { exportedNames, type MetricDraft } from '../metric/metricDraft.ts';
import { vitalLabelOf } from '../metric/vitals.ts';

/** What of a metric its queries depend on. */
export type Measured = Pick<MetricDraft, 'metricName' | 'metricType' | 'labels' | 'quantiles'> & {
  /** What the series are limited to; all of them without it. */
  readonly filters?: Filters;
};

/** A query whose lines are called by the label that it is split by, or else by `name`. */
export interface Query {
  readonly promql: string;
  readonly name: string;
}

/** What is shown as the number of now is taken over this, in every range: four scrapes of 15 s, so that one lost scrape leaves no hole. */
export const NOW_SECONDS = 60;

/** What each point of a graph is taken over: the whole step before it. */
export function windowOf(stepSeconds: number): number {
  return Math.max(NOW_SECONDS, stepSeconds);
}

/** Which series a query is about: each of these values of a label by itself, or all others together. */
export interface Part {
  readonly label: string;
  readonly values: readonly string[];
  readonly isRest: boolean;
}

/** What is asked of Prometheus. @param windowSeconds what rates are taken over @param part all series together without it */
export function queriesOf(metric: Measured, viewId: string, windowSeconds: number, part?: Part): Query[] {
  const [first = '', sum = '', count = ''] = exportedNames(metric);
  const window = `${windowSeconds}s`;
  const split = part?.isRest ? undefined : part?.label;
  const by = split === undefined ? '' : ` by (${split})`;
  const chosen = (name: string, more = '') => {
    const matchers = [...(part ? [matcherOf(part)] : []), ...(more === '' ? [] : [more])];
    return selectorOf(name, metric.filters ?? [], matchers);
  };
  const rateOf = (name: string) => `sum${by} (rate(${chosen(name)}[${window}]))`;
  const type = metric.metricType;
  if (type === 'counter') {
    return viewId === 'total'
      ? [{ promql: `sum${by} (${chosen(first)})`, name: 'total' }]
      : [{ promql: `60 * ${rateOf(first)}`, name: 'per minute' }];
  }
  if (type === 'gauge') return [{ promql: `${viewId}${by} (${chosen(first)})`, name: GAUGE_LINES[viewId] ?? viewId }];
  if (viewId === 'rate') return [{ promql: `60 * ${rateOf(count)}`, name: 'per minute' }];
  if (viewId === 'mean') return [{ promql: `${rateOf(sum)} / ${rateOf(count)}`, name: 'average' }];
  if (viewId === 'heatmap') return [{ promql: `sum by (le) (increase(${chosen(first)}[${window}]))`, name: '' }];
  if (type === 'histogram') {
    const le = split === undefined ? 'le' : `le, ${split}`;
    const quantile = (q: number) => `histogram_quantile(${q}, sum by (${le}) (rate(${chosen(first)}[${window}])))`;
    return shownQuantiles(metric, part).map((q) => ({ promql: quantile(q), name: quantileName(q) }));
  }
  return shownQuantiles(metric, part).map((q) => ({
    promql: `max${by} (${chosen(first, `quantile="${q}"`)})`,
    name: mixesSeries(metric, part) ? `highest ${quantileName(q)}` : quantileName(q),
  }));
}

const GAUGE_LINES: Readonly<Record<string, string>> = { avg: 'average', sum: 'sum', max: 'highest' };

/** Whether a line can be of several series: there are labels that it does not tell apart. */
export function mixesSeries(
  { labels, filters = [] }: Pick<Measured, 'labels' | 'filters'>,
  part?: Pick<Part, 'label'>,
): boolean {
  const told = new Set(filters.map(([label]) => label));
  if (part) told.add(part.label);
  return Object.keys(labels).length > told.size;
}

/** The quantiles that a view of them shows: of a part there is one. */
export function shownQuantiles(metric: Measured, part?: Pick<Part, 'label'>): readonly number[] {
  const { metricType, quantiles, labels } = metric;
  if (metricType === 'histogram' && vitalLabelOf(labels) !== undefined) return [0.75];
  if (metricType === 'histogram') return part ? [0.95] : [0.5, 0.95, 0.99];
  const own = quantiles ?? [];
  return part ? [nearest(own, 0.95)] : own;
}

/**
 * What the values of a label are ranked by: the sum over the range; for a gauge what is shown, over the range; for distributions the
 * number of observations.
 */
export function rankingQuery(metric: Measured, viewId: string, label: string, seconds: number): string {
  const [first, count] = [0, 2].map((index) => selectorOf(exportedNames(metric)[index] ?? '', metric.filters ?? []));
  const range = `[${seconds}s]`;
  if (metric.metricType === 'gauge') {
    const overTime = viewId === 'max' ? 'max_over_time' : 'avg_over_time';
    return `${viewId} by (${label}) (${overTime}(${first}${range}))`;
  }
  if (metric.metricType !== 'counter') return `sum by (${label}) (increase(${count}${range}))`;
  return viewId === 'total' ? `sum by (${label}) (${first})` : `sum by (${label}) (increase(${first}${range}))`;
}

/** JSON's escapes are among those of PromQL's strings. */
function matcherOf({ label, values, isRest }: Part): string {
  const pattern = values.map((value) => value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')).join('|');
  return `${label}${isRest ? '!~' : '=~'}${JSON.stringify(pattern)}`;
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
