import type { Api } from '../api/client.ts';
import { queryInstant, queryRange, type TimeSeries } from '../api/prometheus.ts';
import { type Bars, countQuery, runsOf, toRows } from '../period/counts.ts';
import { type Period, stepEnds } from '../period/period.ts';

/** Bars of exact counts. */
export function fetchBars(api: Api, selector: string, period: Period, by: readonly string[] = []): Promise<Bars> {
  return fetchSteps(api, (seconds) => countQuery(selector, seconds, by), period);
}

/**
 * One number for each bar of a period. Bars of equal length that follow each other are one query; days differ in length when summer time
 * begins or ends.
 * @param queryOf what is asked of the stretch of time that ends at a moment
 */
export async function fetchSteps(
  api: Api,
  queryOf: (seconds: number) => string,
  period: Pick<Period, 'fromSeconds' | 'toSeconds' | 'step'>,
): Promise<Bars> {
  const ends = stepEnds(period);
  const answers = await Promise.all(
    runsOf(period.fromSeconds, ends).map(({ seconds, first, last }) => {
      const query = queryOf(seconds);
      if (first === last) return queryInstant(api, query, first);
      return queryRange(api, query, { fromSeconds: first, toSeconds: last, stepSeconds: seconds });
    }),
  );
  return { ends, rows: toRows(answers.flat(), ends) };
}

/** What was counted in a period, and in the one before, one number for each set of the labels that stay apart. */
export async function fetchCounts(
  api: Api,
  selector: string,
  { fromSeconds, toSeconds, before }: Period,
  by: readonly string[] = [],
): Promise<{ readonly now: readonly TimeSeries[]; readonly before: readonly TimeSeries[] }> {
  const [now, earlier] = await Promise.all([
    queryInstant(api, countQuery(selector, toSeconds - fromSeconds, by), toSeconds),
    queryInstant(api, countQuery(selector, before.toSeconds - before.fromSeconds, by), before.toSeconds),
  ]);
  return { now, before: earlier };
}
