import { createDashboard } from './dashboard.ts';
import { bars, number, table } from './panels.ts';
import { tenantVariable } from './variables.ts';

const tenant = 'tenant=~"$tenant"';
/** What is there besides the tenant's own metrics: the gateway's, and those that rules make. */
const notOwn = 'push_(failure_)?time_seconds|.+:.+';
const own = `{job="uvp",__name__!~"${notOwn}",${tenant}}`;

/** Sums of series by metric, under the label `metric`: arithmetic drops names. @param pattern its first group is the metric's name */
const byMetric = (selector: string, pattern: string, offset = '') =>
  `sum by (metric) (label_replace(${selector}${offset}, "metric", "$1", "__name__", "${pattern}"))`;

/** What was added in a time. Exact, as totals never fall; a series that was not there at its beginning began at 0. */
function added(selector: string, pattern: string, time: string): string {
  const now = byMetric(selector, pattern);
  return `clamp_min(${now} - (${byMetric(selector, pattern, ` offset ${time}`)} or ${now} * 0), 0)`;
}

const counters = `{__name__=~".+_total",job="uvp",${tenant}}`;
const observations = `{__name__=~".+_bucket",le="+Inf",job="uvp",${tenant}}`;
const gauges = `{__name__!~"${notOwn}|.+_(total|bucket|sum|count)",job="uvp",quantile="",${tenant}}`;
const quantiles = `{quantile!="",job="uvp",${tenant}}`;

/** From a metric's row to its own dashboard. */
const metricColumn = (uid: string) => ({
  field: 'metric',
  title: 'Metric',
  link: { title: 'Open', url: `/d/${uid}?var-metric=\${__value.raw}&\${__url_time_range}` },
});

/** All of a tenant's metrics; each leads to the dashboard of its type. */
export const overview = createDashboard({
  uid: 'uvp-overview',
  title: 'Overview',
  description: 'All of your metrics. Click on one to see it by itself.',
  tag: 'uvp',
  variables: [tenantVariable()],
  sections: [
    {
      panels: [
        number({
          title: 'Last push',
          description:
            'Time since your totals last reached the Pushgateway. Totals that do not change are pushed again every ten minutes.',
          unit: 's',
          decimals: 0,
          width: 4,
          noValue: 'never',
          steps: [
            [null, 'green'],
            [660, 'yellow'],
            [1_200, 'red'],
          ],
          queries: [{ expr: `time() - max(push_time_seconds{${tenant}})`, legend: 'age' }],
        }),
        number({
          title: 'Metrics',
          description: 'Metrics with data now. A histogram or a summary is one.',
          unit: 'short',
          width: 5,
          noValue: '0',
          queries: [
            {
              expr: `count(count by (metric) (label_replace(${own}, "metric", "$1", "__name__", "(.+?)(?:_bucket|_sum|_count)?")))`,
              legend: 'metrics',
            },
          ],
        }),
        number({
          title: 'Series',
          description: 'Series that Prometheus holds for you now: label sets, times the buckets of histograms.',
          unit: 'short',
          width: 5,
          noValue: '0',
          queries: [{ expr: `count(${own})`, legend: 'series' }],
        }),
        number({
          title: 'Overflowing series',
          description:
            'Label sets past a metric’s maximum are counted together in one series with overflow="true". Totals stay right, the labels are lost: use labels with fewer values.',
          unit: 'short',
          width: 5,
          steps: [
            [null, 'green'],
            [1, 'yellow'],
          ],
          queries: [{ expr: `count({overflow="true",${tenant}}) or vector(0)`, legend: 'series' }],
        }),
        number({
          title: 'Alerts',
          description: 'Alerts about your series that are firing now.',
          unit: 'short',
          width: 5,
          steps: [
            [null, 'green'],
            [1, 'red'],
          ],
          queries: [{ expr: `count(ALERTS{alertstate="firing",${tenant}}) or vector(0)`, legend: 'alerts' }],
        }),
      ],
    },
    {
      title: 'Counters',
      panels: [
        bars({
          title: 'Counted in each interval',
          description: 'The ten counters with the most at each moment; exact, not extrapolated.',
          unit: 'short',
          width: 14,
          queries: [{ expr: `topk(10, ${added(counters, '(.+)', '$__interval')})`, legend: '{{metric}}' }],
        }),
        table(
          {
            title: 'All counters',
            description: 'What was added in the time shown, and since the metric was made.',
            unit: 'short',
            width: 10,
            queries: [{ expr: added(counters, '(.+)', '$__range') }, { expr: byMetric(counters, '(.+)') }],
          },
          [
            metricColumn('uvp-counter'),
            { field: 'Value #A', title: 'In this range' },
            { field: 'Value #B', title: 'In all' },
          ],
        ),
      ],
    },
    {
      title: 'Gauges, histograms, summaries',
      panels: [
        table(
          {
            title: 'Gauges',
            description: 'The average and the sum of the series of each, now.',
            unit: 'short',
            width: 8,
            queries: [
              { expr: byMetric(gauges, '(.+)').replace('sum by', 'avg by') },
              { expr: byMetric(gauges, '(.+)') },
            ],
          },
          [metricColumn('uvp-gauge'), { field: 'Value #A', title: 'Average' }, { field: 'Value #B', title: 'Sum' }],
        ),
        table(
          {
            title: 'Histograms',
            description: 'How many observations there were in the time shown, and since the metric was made.',
            unit: 'short',
            width: 8,
            queries: [
              { expr: added(observations, '(.+)_bucket', '$__range') },
              { expr: byMetric(observations, '(.+)_bucket') },
            ],
          },
          [
            metricColumn('uvp-histogram'),
            { field: 'Value #A', title: 'In this range' },
            { field: 'Value #B', title: 'In all' },
          ],
        ),
        table(
          {
            title: 'Summaries',
            description: 'The quantiles of the last ten minutes; the largest of all series.',
            unit: 'short',
            width: 8,
            queries: [{ expr: byMetric(quantiles, '(.+)').replace('sum by (metric)', 'max by (metric, quantile)') }],
          },
          [metricColumn('uvp-summary'), { field: 'quantile', title: 'Quantile' }, { field: 'Value', title: 'Value' }],
        ),
      ],
    },
  ],
});
