import type { TimeSeries } from '../api/prometheus.ts';

/**
 * How much counters have risen in a stretch of time that ends when the query is asked for, exact where the totals allow it: the total at
 * its end less the total at its beginning, and not an extrapolation as `increase()` is. A series that is younger has its least value
 * instead, which is 0, for the platform shows every new counter as 0 first. The same holds where there are no data in the ten minutes
 * before the beginning: what was counted in such a gap is left out. A series that was made anew counts nothing until it is past its old total.
 * @param selector of counters, such as `visits_total{page="/"}`
 * @param by labels that stay apart
 */
export function countQuery(selector: string, seconds: number, by: readonly string[] = []): string {
  const before = `(last_over_time(${selector}[10m] offset ${seconds}s) or min_over_time(${selector}[${seconds}s]))`;
  const grouping = by.length === 0 ? '' : ` by (${by.join(', ')})`;
  return `sum${grouping} (clamp_min(last_over_time(${selector}[10m]) - ${before}, 0))`;
}

/** Counts of the bars of a period, one row for each set of the labels that stay apart. */
export interface Bars {
  /** Where each bar ends, in epoch seconds. The last one may be shorter. */
  readonly ends: readonly number[];
  /** `counts` has a number for each bar; undefined where there are no data. */
  readonly rows: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly counts: (number | undefined)[];
  }[];
}

/** Bars of one length that follow each other: the ends of the first and of the last one. */
export interface Run {
  readonly seconds: number;
  readonly first: number;
  last: number;
}

/** Bars of equal length that follow each other can be asked for in one query. */
export function runsOf(fromSeconds: number, ends: readonly number[]): Run[] {
  const runs: Run[] = [];
  let begin = fromSeconds;
  for (const end of ends) {
    const run = runs.at(-1);
    if (run?.seconds === end - begin) run.last = end;
    else runs.push({ seconds: end - begin, first: end, last: end });
    begin = end;
  }
  return runs;
}

/** The answers to them, put to the bars that they are about. */
export function toRows(series: readonly TimeSeries[], ends: readonly number[]): Bars['rows'] {
  const rows = new Map<string, Bars['rows'][number]>();
  for (const { labels, points } of series) {
    const key = JSON.stringify(Object.entries(labels).sort());
    const row = rows.get(key) ?? { labels, counts: ends.map(() => undefined) };
    rows.set(key, row);
    for (const [time, value] of points) {
      const bar = ends.indexOf(Math.round(time));
      if (bar >= 0) row.counts[bar] = value;
    }
  }
  return [...rows.values()];
}
