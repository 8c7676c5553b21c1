import { defaultPeriod, readPeriod } from '../period/period.ts';
import type { Filters } from './filters.ts';

export const metricTabs = [
  { id: 'numbers', title: 'Numbers' },
  { id: 'sets', title: 'Label sets' },
  { id: 'code', title: 'Code' },
  { id: 'settings', title: 'Settings' },
] as const;
export type MetricTab = (typeof metricTabs)[number]['id'];

/** What a person has chosen to see of a metric. All of it is in the address, so that a link shows the same. */
export interface MetricView {
  /** As `readPeriod` takes it. */
  readonly period: string;
  readonly filters: Filters;
  /** The label that the graph is split by; '' for none, undefined for what is usual for the metric. */
  readonly by: string | undefined;
  /** The view of the graph; undefined for the first one. */
  readonly show: string | undefined;
  /** Whether the graph shows the period before as well. */
  readonly compare: boolean;
  readonly tab: MetricTab;
}

/** Words of the address that are not names of labels; a label of such a name has `label.` before it. */
const OWN = ['period', 'by', 'show', 'compare', 'tab'];

/** Reads the address of a metric's page. What it does not know is left out. @param labels that the metric has */
export function readMetricView(
  query: URLSearchParams,
  labels: Readonly<Record<string, string>>,
  nowSeconds: number,
): MetricView {
  const names = Object.keys(labels);
  const period = query.get('period') ?? '';
  const by = query.get('by') ?? undefined;
  return {
    period: readPeriod(period, nowSeconds) ? period : defaultPeriod,
    filters: names.flatMap((label) => {
      const value = query.get(wordOf(label));
      return value === null ? [] : [[label, value] as const];
    }),
    by: by === undefined || by === '' || names.includes(by) ? by : undefined,
    show: query.get('show') ?? undefined,
    compare: query.get('compare') === '1',
    tab: metricTabs.find(({ id }) => id === query.get('tab'))?.id ?? 'numbers',
  };
}

/** The query of the address; what is usual is left out. */
export function writeMetricView({ period, filters, by, show, compare, tab }: MetricView): string {
  const query = new URLSearchParams();
  if (period !== defaultPeriod) query.set('period', period);
  if (by !== undefined) query.set('by', by);
  if (show !== undefined) query.set('show', show);
  if (compare) query.set('compare', '1');
  for (const [label, value] of filters) query.set(wordOf(label), value);
  if (tab !== 'numbers') query.set('tab', tab);
  // Paths are read more easily with their slashes; in a hash they mean nothing.
  return query.toString().replaceAll('%2F', '/');
}

function wordOf(label: string): string {
  return OWN.includes(label) ? `label.${label}` : label;
}
