import { defaultPeriod } from '../period/period.ts';

export const sorts = [
  ['name', 'Name'],
  ['most', 'Most'],
  ['change', 'Biggest change'],
  ['newest', 'Newest'],
] as const;
export type Sort = (typeof sorts)[number][0];

export const quantiles = [
  ['50', 'p50'],
  ['75', 'p75'],
  ['95', 'p95'],
  ['99', 'p99'],
] as const;
export type Percent = (typeof quantiles)[number][0];

/** Everything that decides what the overview shows. All of it is in the address, so that a link shows the same. */
export interface OverviewChoice {
  /** As `readPeriod` takes it; it may name none. */
  readonly period: string;
  /** Whether graphs also show the period before. */
  readonly compare: boolean;
  readonly search: string;
  readonly sort: Sort;
  /** The quantile of histograms and summaries. */
  readonly percent: Percent;
}

const usual: OverviewChoice = { period: defaultPeriod, compare: false, search: '', sort: 'name', percent: '75' };

export function readChoice(query: URLSearchParams): OverviewChoice {
  return {
    period: query.get('period') ?? usual.period,
    compare: query.get('compare') === '1',
    search: query.get('q') ?? usual.search,
    sort: sorts.find(([id]) => id === query.get('sort'))?.[0] ?? usual.sort,
    percent: quantiles.find(([id]) => `p${id}` === query.get('quantile'))?.[0] ?? usual.percent,
  };
}

/** The path of the overview with this choice; what is usual is left out. */
export function pathOf({ period, compare, search, sort, percent }: OverviewChoice): string {
  const query = new URLSearchParams();
  if (period !== usual.period) query.set('period', period);
  if (compare) query.set('compare', '1');
  if (search !== usual.search) query.set('q', search);
  if (sort !== usual.sort) query.set('sort', sort);
  if (percent !== usual.percent) query.set('quantile', `p${percent}`);
  return query.size === 0 ? '/metrics' : `/metrics?${query}`;
}
