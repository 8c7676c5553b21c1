import { defaultPeriod, periodChoices, readPeriod } from '../period/period.ts';

export const exploreViews = ['graph', 'table'] as const;
export type ExploreView = (typeof exploreViews)[number];

/** What a person looks at in Explore; the address says all of it. */
export interface ExploreChoice {
  readonly query: string;
  /** As `readPeriod` takes it. */
  readonly period: string;
  readonly view: ExploreView;
}

/** What an address asks for. A period or view that is unknown is the usual one. @param nowSeconds tells which dates are ahead */
export function readChoice(address: URLSearchParams, nowSeconds: number): ExploreChoice {
  const period = address.get('period') ?? defaultPeriod;
  return {
    query: address.get('query') ?? '',
    period: readPeriod(period, nowSeconds) ? period : defaultPeriod,
    view: exploreViews.find((view) => view === address.get('view')) ?? 'graph',
  };
}

/** The address that shows the same. */
export function addressOf({ query, period, view }: ExploreChoice): string {
  return `#/explore?${new URLSearchParams({ query, period, view })}`;
}

/** The periods to choose from, and the chosen one where it is two dates. */
export function periodOptions(chosen: string, nowSeconds: number): (readonly [id: string, title: string])[] {
  const usual = periodChoices.map(({ id, title }) => [id, title] as const);
  const isUsual = periodChoices.some(({ id }) => id === chosen);
  return isUsual ? usual : [...usual, [chosen, readPeriod(chosen, nowSeconds)?.title ?? chosen]];
}
