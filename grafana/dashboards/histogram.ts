import { createDashboard } from './dashboard.ts';
import { heatmap, lines, number, withUnitOfMetric } from './panels.ts';
import { chosen, metricVariable, splitVariable, tenantVariable } from './variables.ts';

const buckets = chosen('_bucket');
const sum = chosen('_sum');
const count = chosen('_count');

const quantile = (q: number, window: string, by = 'le') =>
  `histogram_quantile(${q}, sum by (${by}) (rate(${buckets}[${window}])))`;
const average = (window: string, by = '') =>
  `sum by (${by}) (rate(${sum}[${window}])) / sum by (${by}) (rate(${count}[${window}]))`;

const quantileNumber = (q: number) =>
  withUnitOfMetric(
    number({
      title: `p${q * 100} in this range`,
      description: `${q * 100} % of the observations in the time shown are at most this, within the width of a bucket.`,
      unit: 'short',
      width: 4,
      queries: [{ expr: quantile(q, '$__range'), legend: '$metric' }],
    }),
  );

/** One histogram: how the observations spread, and how that changes. */
export const histogram = createDashboard({
  uid: 'uvp-histogram',
  title: 'Histogram',
  description:
    'One histogram: its quantiles, how the observations spread over its buckets, and how that splits by a label.',
  tag: 'uvp',
  variables: [
    tenantVariable(),
    metricVariable('Histogram', '{__name__=~".+_bucket",job="uvp"}', '/^(.+)_bucket$/'),
    splitVariable('_bucket'),
  ],
  sections: [
    {
      panels: [
        quantileNumber(0.5),
        quantileNumber(0.95),
        quantileNumber(0.99),
        withUnitOfMetric(
          number({
            title: 'Average in this range',
            description: 'The mean of the observations in the time shown; one large value moves it, unlike p50.',
            unit: 'short',
            width: 4,
            queries: [{ expr: average('$__range'), legend: '$metric' }],
          }),
        ),
        number({
          title: 'Observations in this range',
          description: 'How many there were in the time shown, extrapolated to its ends.',
          unit: 'short',
          decimals: 0,
          width: 4,
          queries: [{ expr: `sum(increase(${count}[$__range]))`, legend: 'observations' }],
        }),
        number({
          title: 'Series',
          description:
            'What the histogram costs in Prometheus: each label set has a series for each bucket, and two more.',
          unit: 'short',
          width: 4,
          queries: [{ expr: `count(${buckets}) + count(${sum}) + count(${count})`, legend: 'series' }],
        }),
      ],
    },
    {
      title: 'In time',
      panels: [
        withUnitOfMetric(
          lines({
            title: 'Quantiles',
            description: 'Half, 95 % and 99 % of the observations are at most this, within the width of a bucket.',
            unit: 'short',
            width: 12,
            queries: [0.5, 0.95, 0.99].map((q) => ({
              expr: quantile(q, '$__rate_interval'),
              legend: `p${q * 100} $metric`,
            })),
          }),
        ),
        heatmap({
          title: 'Spread',
          description: 'Each row is a bucket with its upper bound; the darker, the more observations fell into it.',
          unit: 'short',
          width: 12,
          queries: [{ expr: `sum by (le) (increase(${buckets}[$__rate_interval]))`, legend: '{{le}}' }],
        }),
        withUnitOfMetric(
          lines({
            title: 'Average',
            description: 'The mean of the observations.',
            unit: 'short',
            width: 12,
            queries: [{ expr: average('$__rate_interval'), legend: '$metric' }],
          }),
        ),
        lines({
          title: 'Observations per minute',
          description: 'How fast they come.',
          unit: 'cpm',
          width: 12,
          queries: [{ expr: `60 * sum(rate(${count}[$__rate_interval]))`, legend: 'observations' }],
        }),
      ],
    },
    {
      title: 'By label',
      panels: [
        lines({
          title: 'p95, by $by',
          description:
            '95 % of the observations with that value of the label are at most this, within the width of a bucket.',
          unit: 'short',
          width: 12,
          queries: [{ expr: `topk(10, ${quantile(0.95, '$__rate_interval', 'le, $by')})`, legend: '{{$by}}' }],
        }),
        lines({
          title: 'Observations per minute, by $by',
          description: 'The ten values of the label with the most.',
          unit: 'cpm',
          width: 12,
          queries: [{ expr: `topk(10, 60 * sum by ($by) (rate(${count}[$__rate_interval])))`, legend: '{{$by}}' }],
        }),
      ],
    },
  ],
});
