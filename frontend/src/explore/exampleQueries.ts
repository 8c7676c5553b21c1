import { exportedNames, type MetricDraft } from '../metric/metricDraft.ts';

export interface ExampleQuery {
  readonly title: string;
  readonly query: string;
}

type Known = Pick<MetricDraft, 'name' | 'metricName' | 'metricType' | 'labels' | 'quantiles'>;

/** A few queries about a person's own metrics, the first ones first. */
export function exampleQueries(metrics: readonly Known[]): ExampleQuery[] {
  return metrics.flatMap(examplesOf).slice(0, 4);
}

function examplesOf(metric: Known): ExampleQuery[] {
  const [first = '', sum = '', count = ''] = exportedNames(metric);
  const label = Object.keys(metric.labels)[0];
  switch (metric.metricType) {
    case 'counter': {
      const perHour = { title: `${metric.name}: count per hour`, query: `sum(increase(${first}[1h]))` };
      if (label === undefined) return [perHour];
      const top = `topk(5, sum by (${label}) (increase(${first}[24h])))`;
      return [perHour, { title: `${metric.name}: top 5 by ${label}, 24 hours`, query: top }];
    }
    case 'gauge':
      return [{ title: `${metric.name}: average`, query: `avg(${first})` }];
    case 'histogram': {
      const query = `histogram_quantile(0.75, sum by (le) (rate(${first}[1h])))`;
      return [{ title: `${metric.name}: p75`, query }];
    }
    case 'summary': {
      const query = `sum(rate(${sum}[1h])) / sum(rate(${count}[1h]))`;
      return [{ title: `${metric.name}: average`, query }];
    }
  }
}
