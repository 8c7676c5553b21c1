import { createDashboard } from './dashboard.ts';
import { lines, number, withUnitOfMetric } from './panels.ts';
import { chosen, metricVariable, splitVariable, tenantVariable } from './variables.ts';

const quantiles = chosen('', ',quantile!=""');
const sum = chosen('_sum');
const count = chosen('_count');

const average = (window: string, by = '') =>
  `sum by (${by}) (rate(${sum}[${window}])) / sum by (${by}) (rate(${count}[${window}]))`;

/** One summary: the quantiles of the last ten minutes, as the platform computed them. */
export const summary = createDashboard({
  uid: 'uvp-summary',
  title: 'Summary',
  description:
    'One summary: the quantiles of the last ten minutes, within 1 %. Quantiles of several series cannot be put together, so the largest is shown; use a histogram where that matters.',
  tag: 'uvp',
  variables: [tenantVariable(), metricVariable('Summary', '{quantile!="",job="uvp"}'), splitVariable('_count')],
  sections: [
    {
      panels: [
        withUnitOfMetric(
          number({
            title: 'Quantiles now',
            description:
              'That part of the last ten minutes is at most this. The largest of all series: quantiles cannot be averaged.',
            unit: 'short',
            width: 12,
            queries: [{ expr: `max by (quantile) (${quantiles})`, legend: '{{quantile}} of $metric' }],
          }),
        ),
        withUnitOfMetric(
          number({
            title: 'Average in this range',
            description: 'The mean of the observations in the time shown.',
            unit: 'short',
            width: 6,
            queries: [{ expr: average('$__range'), legend: '$metric' }],
          }),
        ),
        number({
          title: 'Observations in this range',
          description: 'How many there were in the time shown, extrapolated to its ends.',
          unit: 'short',
          decimals: 0,
          width: 6,
          queries: [{ expr: `sum(increase(${count}[$__range]))`, legend: 'observations' }],
        }),
      ],
    },
    {
      title: 'In time',
      panels: [
        withUnitOfMetric(
          lines({
            title: 'Quantiles, not averaged',
            description: 'Each over the ten minutes before it; the largest of all series.',
            unit: 'short',
            width: 12,
            queries: [{ expr: `max by (quantile) (${quantiles})`, legend: '{{quantile}} of $metric' }],
          }),
        ),
        withUnitOfMetric(
          lines({
            title: 'Average',
            description: 'The mean of the observations.',
            unit: 'short',
            width: 12,
            queries: [{ expr: average('$__rate_interval'), legend: '$metric' }],
          }),
        ),
      ],
    },
    {
      title: 'By label',
      panels: [
        lines({
          title: 'Average, by $by',
          description: 'The mean of the observations with that value of the label.',
          unit: 'short',
          width: 12,
          queries: [{ expr: `topk(10, ${average('$__rate_interval', '$by')})`, legend: '{{$by}}' }],
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
