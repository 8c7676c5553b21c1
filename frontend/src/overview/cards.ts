import type { MetricConfig } from '../api/contract.generated.ts';
import { type Vital, vitalLabelOf, vitals } from '../metric/vitals.ts';
import { relativeChange } from './change.ts';
import type { Sort } from './overviewChoice.ts';

/** What one card of the overview is about: a metric, or one web vital of a metric that tells them apart. */
export interface Card {
  /** Differs from card to card. */
  readonly key: string;
  readonly title: string;
  readonly config: MetricConfig;
  readonly vital?: Vital;
}

/** What Prometheus says of a card in one period. */
export interface Numbers {
  /** A gauge's value, a distribution's quantile. */
  readonly value?: number | undefined;
  /** How many samples a counter or a distribution has counted; absent for gauges. */
  readonly count?: number | undefined;
}

export interface ComparedNumbers {
  readonly now: Numbers;
  readonly before: Numbers;
}

export function cardsOf(config: MetricConfig): Card[] {
  const isDistribution = config.metricType === 'histogram' || config.metricType === 'summary';
  if (!isDistribution || vitalLabelOf(config.labels) === undefined)
    return [{ key: config.id, title: config.name, config }];
  return vitals.map((vital) => ({
    key: `${config.id}:${vital.name}`,
    title: `${config.name}: ${vital.name}`,
    config,
    vital,
  }));
}

/** Whether a card is found by a text: in its title or in the name of its metric. */
export function isFound({ title, config }: Card, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [title, config.metricName, config.exportedName].some((text) => text.toLowerCase().includes(wanted));
}

/** Whether an order depends on numbers, which all cards must have then. */
export function isByNumbers(sort: Sort): boolean {
  return sort === 'most' || sort === 'change';
}

/** Pinned cards first, and both kinds in the order that was chosen. Cards without a number come last, equal ones by name. */
export function sortCards(
  cards: readonly Card[],
  sort: Sort,
  numbersOf: (card: Card) => ComparedNumbers | undefined,
  isPinned: (card: Card) => boolean,
): Card[] {
  const weightOf = (card: Card): number => {
    if (sort === 'name') return 0;
    if (sort === 'newest') return Date.parse(card.config.createdAt);
    const numbers = numbersOf(card);
    if (sort === 'most') return numbers?.now.count ?? Number.NEGATIVE_INFINITY;
    const kind = card.config.metricType === 'counter' ? 'count' : 'value';
    const change = relativeChange(numbers?.now[kind], numbers?.before[kind]);
    return change === undefined ? Number.NEGATIVE_INFINITY : Math.abs(change);
  };
  const ranked = cards.map((card) => ({ card, pin: isPinned(card) ? 1 : 0, weight: weightOf(card) }));
  ranked.sort((a, b) => {
    if (a.pin !== b.pin) return b.pin - a.pin;
    if (a.weight !== b.weight) return b.weight > a.weight ? 1 : -1;
    return a.card.title.localeCompare(b.card.title, 'en', { numeric: true });
  });
  return ranked.map(({ card }) => card);
}
