import { createDashboard } from './dashboard.ts';
import { lines, linesOverAreas, number, type Step, table, verdict } from './panels.ts';
import { chosen, metricVariable, splitVariable, tenantVariable } from './variables.ts';

/** A vital with the values up to which it is good, and from which on it is poor: https://web.dev/articles/vitals */
interface Vital {
  readonly name: 'LCP' | 'INP' | 'CLS' | 'FCP' | 'TTFB';
  readonly question: string;
  readonly good: number;
  readonly poor: number;
  /** Seconds; CLS has none. */
  readonly unit: 's' | 'none';
}

const core: readonly Vital[] = [
  { name: 'LCP', question: 'Largest Contentful Paint: when is the main thing there?', good: 2.5, poor: 4, unit: 's' },
  { name: 'INP', question: 'Interaction to Next Paint: how soon does it react?', good: 0.2, poor: 0.5, unit: 's' },
  { name: 'CLS', question: 'Cumulative Layout Shift: how much does it jump?', good: 0.1, poor: 0.25, unit: 'none' },
];
const others: readonly Vital[] = [
  { name: 'FCP', question: 'First Contentful Paint: when is anything there?', good: 1.8, poor: 3, unit: 's' },
  { name: 'TTFB', question: 'Time to First Byte: how soon does the server answer?', good: 0.8, poor: 1.8, unit: 's' },
];

const steps = ({ good, poor }: Vital): Step[] => [
  [null, 'green'],
  [good, 'yellow'],
  [poor, 'red'],
];
const verdicts = ({ good, poor, unit }: Vital) => {
  const suffix = unit === 's' ? ' s' : '';
  return `Good up to ${good}${suffix}, poor from ${poor}${suffix} on. Three visits in four were at least this good (p75), as exactly as the buckets of the metric are.`;
};
/** The labels' values in either case. */
const ofVital = ({ name }: Vital) => `,vital=~"(?i)${name}"`;
/** The 75th percentile is what a page is judged by. */
const p75 = (more: string, window: string, by = 'le') =>
  `histogram_quantile(0.75, sum by (${by}) (rate(${chosen('_bucket', more)}[${window}])))`;

/** Under a name of its own, because a table's columns are named before the variable is known. */
const p75BySplit = `histogram_quantile(0.75, sum by (le, vital, split) (label_replace(rate(${chosen('_bucket', ',vital!=""')}[$__range]), "split", "$1", "$by", "(.*)")))`;

const vitalVerdict = (width: number) => (vital: Vital) =>
  verdict({
    title: vital.name,
    description: `${vital.question} ${verdicts(vital)}`,
    unit: vital.unit,
    decimals: 2,
    width,
    steps: steps(vital),
    noValue: 'no visits',
    queries: [{ expr: p75(ofVital(vital), '$__range'), legend: 'p75' }],
  });

const vitalLines = (width: number) => (vital: Vital) =>
  linesOverAreas({
    title: `${vital.name}, p75`,
    description: `${vital.question} ${verdicts(vital)}`,
    unit: vital.unit,
    width,
    steps: steps(vital),
    queries: [{ expr: p75(ofVital(vital), '$__rate_interval'), legend: vital.name }],
  });

/** Core Web Vitals of a histogram that has them under the label `vital`. */
export const webVitals = createDashboard({
  uid: 'uvp-web-vitals',
  title: 'Web vitals',
  description:
    'How pages feel to their visitors: a histogram of the event web_vital with the label vital ($vital), judged at the 75th percentile.',
  tag: 'uvp',
  variables: [
    tenantVariable(),
    metricVariable('Histogram', '{__name__=~".+_bucket",vital!="",job="uvp"}', '/^(.+)_bucket$/'),
    splitVariable('_bucket'),
  ],
  sections: [
    { panels: [...core.map(vitalVerdict(5)), ...others.map(vitalVerdict(3)), visits()] },
    { title: 'Core vitals in time', panels: core.map(vitalLines(8)) },
    { title: 'Loading in time', panels: [...others.map(vitalLines(8)), measured()] },
    {
      title: 'By label',
      panels: [
        table(
          {
            title: 'p75 by $by',
            description: 'Each vital for each value of the label, in the time shown.',
            unit: 'short',
            width: 24,
            decimals: 3,
            queries: [{ expr: `sort_desc(${p75BySplit})` }],
          },
          [
            { field: 'vital', title: 'Vital' },
            { field: 'split', title: 'Label' },
            { field: 'Value', title: 'p75' },
          ],
        ),
      ],
    },
  ],
});

function visits() {
  return number({
    title: 'Measurements',
    description: 'How many there were in the time shown, of every vital. Few of them make the percentiles jump.',
    unit: 'short',
    decimals: 0,
    width: 3,
    queries: [{ expr: `sum(increase(${chosen('_count', ',vital!=""')}[$__range]))`, legend: 'measurements' }],
  }).height(5);
}

function measured() {
  return lines({
    title: 'Measurements per minute',
    description: 'By vital. INP needs a visitor who does something, so it comes less often.',
    unit: 'cpm',
    width: 8,
    queries: [
      {
        expr: `60 * sum by (vital) (rate(${chosen('_count', ',vital!=""')}[$__rate_interval]))`,
        legend: '{{vital}}',
      },
    ],
  });
}
