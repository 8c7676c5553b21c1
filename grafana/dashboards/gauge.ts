import { createDashboard } from './dashboard.ts';
import { lines, number, ranking, withUnitOfMetric } from './panels.ts';
import { chosen, metricVariable, splitVariable, tenantVariable } from './variables.ts';

const series = chosen('', ',quantile=""');

/** The names that are neither a part of another type nor the platform's own. */
const gaugeNames = '/^(?!push_(?:failure_)?time_seconds$|ALERTS)(?!.*:)(?!.*_(?:total|bucket|sum|count)$).+$/';

/** One gauge: how it stands, and how it came there. */
export const gauge = createDashboard({
  uid: 'uvp-gauge',
  title: 'Gauge',
  description: 'One gauge: how it stands, how it came there, and how it splits by a label.',
  tag: 'uvp',
  variables: [tenantVariable(), metricVariable('Gauge', '{job="uvp",quantile=""}', gaugeNames), splitVariable()],
  sections: [
    {
      panels: [
        withUnitOfMetric(
          number({
            title: 'Average now',
            description: 'The mean of all series. For temperatures, ratios, ages.',
            unit: 'short',
            width: 6,
            queries: [{ expr: `avg(${series})`, legend: '$metric' }],
          }),
        ),
        withUnitOfMetric(
          number({
            title: 'Sum now',
            description: 'All series together. For amounts: queue lengths, people online.',
            unit: 'short',
            width: 6,
            queries: [{ expr: `sum(${series})`, legend: '$metric' }],
          }),
        ),
        withUnitOfMetric(
          number({
            title: 'Lowest in this range',
            description: 'The smallest value that any series had when Prometheus looked, every 15 seconds.',
            unit: 'short',
            width: 6,
            queries: [{ expr: `min(min_over_time(${series}[$__range]))`, legend: '$metric' }],
          }),
        ),
        withUnitOfMetric(
          number({
            title: 'Highest in this range',
            description: 'The largest value that any series had when Prometheus looked, every 15 seconds.',
            unit: 'short',
            width: 6,
            queries: [{ expr: `max(max_over_time(${series}[$__range]))`, legend: '$metric' }],
          }),
        ),
      ],
    },
    {
      title: 'In time',
      panels: [
        withUnitOfMetric(
          lines({
            title: 'Lowest, average, highest',
            description: 'Over all series at each moment.',
            unit: 'short',
            width: 12,
            queries: [
              { expr: `min(${series})`, legend: 'lowest $metric' },
              { expr: `avg(${series})`, legend: 'average $metric' },
              { expr: `max(${series})`, legend: 'highest $metric' },
            ],
          }),
        ),
        lines({
          title: 'Each series',
          description: 'The twenty largest at each moment.',
          unit: 'short',
          width: 12,
          queries: [{ expr: `topk(20, ${series})` }],
        }),
      ],
    },
    {
      title: 'By label',
      panels: [
        lines({
          title: 'Average, by $by',
          description: 'The mean of the series that share a value of the label.',
          unit: 'short',
          width: 12,
          queries: [{ expr: `avg by ($by) (${series})`, legend: '{{$by}}' }],
        }),
        ranking({
          title: 'Largest now, by $by',
          description: 'The twenty values of the label with the largest sums.',
          unit: 'short',
          width: 12,
          queries: [{ expr: `sort_desc(topk(20, sum by ($by) (${series})))`, legend: '{{$by}}' }],
        }),
      ],
    },
  ],
});
