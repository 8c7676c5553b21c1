import { createDashboard } from './dashboard.ts';
import { bars, lines, number, ranking } from './panels.ts';
import { chosen, metricVariable, splitVariable, tenantVariable } from './variables.ts';

const series = chosen();

/** One counter: how much, how fast, by what. */
export const counter = createDashboard({
  uid: 'uvp-counter',
  title: 'Counter',
  description: 'One counter: how much of it there was, how fast it comes, and how it splits by a label.',
  tag: 'uvp',
  variables: [tenantVariable(), metricVariable('Counter', '{__name__=~".+_total",job="uvp"}'), splitVariable()],
  sections: [
    {
      panels: [
        number({
          title: 'In this range',
          description:
            'What was added in the time shown. Prometheus extrapolates to the ends of the range, so it can be off by a few per cent of one scrape.',
          unit: 'short',
          decimals: 0,
          width: 6,
          queries: [{ expr: `sum(increase(${series}[$__range]))`, legend: '$metric' }],
        }),
        number({
          title: 'In all',
          description: 'Everything since the metric was made: the exact total.',
          unit: 'short',
          width: 6,
          queries: [{ expr: `sum(${series})`, legend: '$metric' }],
        }),
        number({
          title: 'Per minute now',
          description: 'How fast it is counted, averaged over the last minute, whatever time is shown.',
          unit: 'cpm',
          decimals: 1,
          width: 6,
          queries: [{ expr: `60 * sum(rate(${series}[1m]))`, legend: '$metric' }],
        }),
        number({
          title: 'Series',
          description:
            'Label sets with a total of their own. Past the configured maximum new ones share one, with overflow="true".',
          unit: 'short',
          width: 6,
          queries: [{ expr: `count(${series})`, legend: '$metric' }],
        }),
      ],
    },
    {
      title: 'In time',
      panels: [
        lines({
          title: 'Per minute',
          description: 'How fast it is counted, all label sets together.',
          unit: 'cpm',
          width: 12,
          queries: [{ expr: `60 * sum(rate(${series}[$__rate_interval]))`, legend: '$metric' }],
        }),
        bars({
          title: 'Counted in each interval',
          description: 'How much came between one bar and the next.',
          unit: 'short',
          width: 12,
          queries: [{ expr: `sum(increase(${series}[$__interval]))`, legend: '$metric' }],
        }),
      ],
    },
    {
      title: 'By label',
      panels: [
        lines({
          title: 'Per minute, by $by',
          description: 'The ten that are counted fastest at each moment.',
          unit: 'cpm',
          width: 12,
          queries: [{ expr: `topk(10, 60 * sum by ($by) (rate(${series}[$__rate_interval])))`, legend: '{{$by}}' }],
        }),
        ranking({
          title: 'Most in this range, by $by',
          description: 'The twenty values of the label with the largest counts in the time shown.',
          unit: 'short',
          decimals: 0,
          width: 12,
          queries: [{ expr: `sort_desc(topk(20, sum by ($by) (increase(${series}[$__range]))))`, legend: '{{$by}}' }],
        }),
      ],
    },
  ],
});
