import { exportedNames } from '../metric/metricDraft.ts';
import { vitalLabelOf } from '../metric/vitals.ts';
import { countQuery } from '../period/counts.ts';
import type { Card } from './cards.ts';

/** Below the 16,384 characters outside of quotes that the query API takes. */
const MAX_CHARACTERS = 12_000;
/** Each `or` is a level of the query, and the query API takes 400. */
const MAX_PARTS = 100;
/** So few that their parts are never too long, however many digits the seconds have. */
const GRAPHS_IN_QUERY = 40;

/** The label that says which card a number is for, and which of its numbers it is: `value <key>`. */
export const CARD_LABEL = 'card';

/** One number of one card. */
interface Part {
  readonly kind: 'value' | 'count';
  readonly card: Card;
  readonly promql: string;
}

/** Queries for the numbers of many cards, as few as the limits of the query API allow. @param percent the quantile of distributions */
export function numberQueries(cards: readonly Card[], seconds: number, percent: number): string[] {
  return joinParts(cards.flatMap((card) => numbersOf(card, seconds, percent)));
}

/** The query for the graphs of one group of cards: counts of the stretch of time before a moment, or the average of a gauge in it. */
export function graphQuery(cards: readonly Card[], seconds: number): string {
  return cards.map((card) => labelled({ kind: 'count', card, promql: graphOf(card, seconds) })).join(' or ');
}

/** Groups of cards whose graphs fit into one query each. */
export function graphGroups(cards: readonly Card[]): Card[][] {
  const groups: Card[][] = [];
  for (let from = 0; from < cards.length; from += GRAPHS_IN_QUERY)
    groups.push(cards.slice(from, from + GRAPHS_IN_QUERY));
  return groups;
}

function numbersOf(card: Card, seconds: number, percent: number): Part[] {
  const { metricType, quantiles } = card.config;
  const [first = ''] = exportedNames(card.config);
  const value = (promql: string): Part => ({ kind: 'value', card, promql });
  if (metricType === 'gauge') return [value(`avg (last_over_time(${selector(card, first)}[10m]))`)];
  const count: Part = { kind: 'count', card, promql: countQuery(countSelector(card), seconds) };
  if (metricType === 'counter') return [count];
  if (metricType === 'histogram') {
    const buckets = countQuery(selector(card, first), seconds, ['le']);
    return [count, value(`histogram_quantile(${percent / 100}, ${buckets})`)];
  }
  const quantile = nearestQuantile(quantiles ?? [], percent);
  return [count, value(`max (last_over_time(${selector(card, first, { quantile: String(quantile) })}[10m]))`)];
}

function graphOf(card: Card, seconds: number): string {
  const [first = ''] = exportedNames(card.config);
  if (card.config.metricType === 'gauge') return `avg (avg_over_time(${selector(card, first)}[${seconds}s]))`;
  return countQuery(countSelector(card), seconds);
}

/** The quantile of a summary that is nearest to the one that is wanted: it knows no others. */
export function nearestQuantile(quantiles: readonly number[], percent: number): number {
  const wanted = percent / 100;
  const distance = (one: number) => Math.abs(one - wanted);
  return quantiles.reduce((best, one) => (distance(one) < distance(best) ? one : best), quantiles[0] ?? wanted);
}

function countSelector(card: Card): string {
  const names = exportedNames(card.config);
  return selector(card, (card.config.metricType === 'counter' ? names[0] : names[2]) ?? '');
}

/** Everything that differs stands in quotes, which do not count against the length of a query. */
function selector({ config, vital }: Card, name: string, more: Readonly<Record<string, string>> = {}): string {
  const vitalLabel = vitalLabelOf(config.labels);
  const matchers = { __name__: name, ...(vital && vitalLabel && { [vitalLabel]: vital.name }), ...more };
  return `{${Object.entries(matchers)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`;
}

function labelled({ kind, card, promql }: Part): string {
  return `label_replace(${promql}, "${CARD_LABEL}", ${JSON.stringify(`${kind} ${card.key}`)}, "", "")`;
}

function joinParts(parts: readonly Part[]): string[] {
  const groups: string[][] = [];
  let characters = 0;
  for (const part of parts) {
    const promql = labelled(part);
    const own = charactersOutsideQuotes(promql) + ' or '.length;
    const group = groups.at(-1);
    if (group && group.length < MAX_PARTS && characters + own <= MAX_CHARACTERS) {
      group.push(promql);
      characters += own;
    } else {
      groups.push([promql]);
      characters = own;
    }
  }
  return groups.map((group) => group.join(' or '));
}

export function charactersOutsideQuotes(promql: string): number {
  return promql.replace(/"(?:[^"\\]|\\.)*"/g, '').length;
}
