import type { Api } from '../../api/client.ts';
import { queryInstant, type TimeSeries } from '../../api/prometheus.ts';
import { CARD_LABEL, graphGroups, graphQuery, numberQueries } from '../../overview/cardQueries.ts';
import type { Card, ComparedNumbers, Numbers } from '../../overview/cards.ts';
import type { Period } from '../../period/period.ts';
import { fetchSteps } from '../fetchCounts.ts';

type Span = Pick<Period, 'fromSeconds' | 'toSeconds'>;

/** The points of graphs, by the keys of their cards. */
export interface Graphs {
  readonly now: ReadonlyMap<string, readonly (number | undefined)[]>;
  /** Absent unless the period before is shown. */
  readonly before?: ReadonlyMap<string, readonly (number | undefined)[]> | undefined;
}

/** The numbers of many cards in a period and in the one before, by the keys of the cards: two queries, more only for very many cards. */
export async function fetchNumbers(
  api: Api,
  cards: readonly Card[],
  period: Period,
  percent: number,
): Promise<ReadonlyMap<string, ComparedNumbers>> {
  const ask = async ({ fromSeconds, toSeconds }: Span) => {
    const queries = numberQueries(cards, toSeconds - fromSeconds, percent);
    return readNumbers((await Promise.all(queries.map((query) => queryInstant(api, query, toSeconds)))).flat());
  };
  const [now, before] = await Promise.all([ask(period), ask(period.before)]);
  return new Map(cards.map(({ key }) => [key, { now: now.get(key) ?? {}, before: before.get(key) ?? {} }]));
}

/** The points of the graphs of many cards, one for each step of a span. */
export async function fetchGraphs(
  api: Api,
  cards: readonly Card[],
  span: Span & Pick<Period, 'step'>,
): Promise<ReadonlyMap<string, readonly (number | undefined)[]>> {
  const answers = await Promise.all(
    graphGroups(cards).map((group) => fetchSteps(api, (seconds) => graphQuery(group, seconds), span)),
  );
  return new Map(answers.flatMap(({ rows }) => rows.map(({ labels, counts }) => [partOf(labels).key, counts])));
}

function readNumbers(series: readonly TimeSeries[]): Map<string, Numbers> {
  const numbers = new Map<string, Numbers>();
  for (const { labels, points } of series) {
    const { kind, key } = partOf(labels);
    const value = points[0]?.[1];
    // A quantile of no observations is not a number.
    if (value !== undefined && Number.isFinite(value)) numbers.set(key, { ...numbers.get(key), [kind]: value });
  }
  return numbers;
}

function partOf(labels: Readonly<Record<string, string>>): { kind: string; key: string } {
  const [kind = '', key = ''] = (labels[CARD_LABEL] ?? '').split(' ');
  return { kind, key };
}
