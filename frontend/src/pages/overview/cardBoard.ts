import type { MetricStats } from '../../api/metricConfigs.ts';
import type { Pins } from '../../browser/pins.ts';
import { replaceKeepingFocus } from '../../components/basic/replaceKeepingFocus.ts';
import { type MetricCard, metricCard } from '../../components/metric/metricCard.ts';
import { element } from '../../dom.ts';
import { type Card, type ComparedNumbers, isFound, sortCards } from '../../overview/cards.ts';
import { textOfPeriod, textOfTotals } from '../../overview/cardText.ts';
import type { OverviewChoice } from '../../overview/overviewChoice.ts';
import type { Period } from '../../period/period.ts';
import type { Graphs } from './fetchNumbers.ts';

/** A card with all that is known of it. */
export interface Slot {
  readonly card: Card;
  readonly view: MetricCard;
  stats?: MetricStats | undefined;
  numbers?: ComparedNumbers | undefined;
}

export interface CardBoard {
  readonly element: HTMLElement;
  /** Those that the search finds, in their order. */
  shown(): readonly Slot[];
  /** Those of them that are on the screen or close to it. */
  visible(): readonly Slot[];
  arrange(choice: OverviewChoice): void;
  /** The same for the choice that was made last, by the numbers that have come since. */
  arrangeAgain(): void;
  showStats(stats: ReadonlyMap<string, MetricStats>): void;
  showNumbers(numbers: ReadonlyMap<string, ComparedNumbers>, about: About): void;
  showGraphs(cards: readonly Card[], graphs: Graphs): void;
  /** What Postgres has, in place of numbers of a period. */
  showTotals(isKept: (slot: Slot) => boolean): void;
}

export interface About {
  readonly period: Period;
  readonly percent: number;
  readonly isOver: boolean;
}

/** How far outside of the screen cards are loaded already. */
const MARGIN = '400px';

/** @param onVisible called when cards come onto the screen */
export function cardBoard(
  cards: readonly Card[],
  { pins, signal, onVisible }: { pins: Pins; signal: AbortSignal; onVisible: () => void },
): CardBoard {
  let about: About | undefined;
  let choice: OverviewChoice | undefined;
  const seen = new Set<Element>();
  const list = element('ul', { className: 'metric-cards', attributes: { role: 'list' } });
  const slots = new Map<string, Slot>(cards.map((card) => [card.key, { card, view: makeView(card) }]));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      onVisible();
    },
    { rootMargin: MARGIN },
  );
  signal.addEventListener('abort', () => observer.disconnect());
  let order: readonly Slot[] = [];

  function makeView(card: Card): MetricCard {
    const view = metricCard(card, () => {
      view.showPinned(pins.toggle(card.key));
      if (choice) arrange(choice);
    });
    view.showPinned(pins.has(card.key));
    return view;
  }

  function arrange(next: OverviewChoice): void {
    choice = next;
    const found = [...slots.values()].map(({ card }) => card).filter((card) => isFound(card, next.search));
    const sorted = sortCards(
      found,
      next.sort,
      ({ key }) => slots.get(key)?.numbers,
      ({ key }) => pins.has(key),
    );
    const wanted = sorted.flatMap(({ key }) => slots.get(key) ?? []);
    const isSame = wanted.length === order.length && wanted.every((slot, index) => slot === order[index]);
    if (isSame) return;
    order = wanted;
    replaceKeepingFocus(list, () => wanted.map(({ view }) => view.element));
    observer.disconnect();
    seen.clear();
    for (const { view } of wanted) observer.observe(view.element);
  }

  function showText(slot: Slot): void {
    const { card, view, stats, numbers } = slot;
    if (numbers && about) view.showText(textOfPeriod(card, numbers, about.period, { ...about, stats }));
  }

  return {
    element: list,
    shown: () => order,
    visible: () => order.filter(({ view }) => seen.has(view.element)),
    arrange,
    arrangeAgain() {
      if (choice) arrange(choice);
    },
    showStats(stats) {
      const nowMs = Date.now();
      for (const slot of slots.values()) {
        const isFirst = slot.stats === undefined;
        slot.stats = stats.get(slot.card.config.id);
        // Somebody has deleted the metric.
        if (!slot.stats) {
          slots.delete(slot.card.key);
          slot.view.element.remove();
          continue;
        }
        slot.view.showStats(slot.stats, nowMs);
        // Only the value of a gauge and the total of a new counter are live.
        const isLive = slot.card.config.metricType === 'gauge' || slot.numbers?.now.count === undefined;
        if (isFirst || isLive) showText(slot);
      }
      order = order.filter(({ card }) => slots.has(card.key));
    },
    showNumbers(numbers, next) {
      about = next;
      for (const [key, own] of numbers) {
        const slot = slots.get(key);
        if (!slot) continue;
        slot.numbers = own;
        showText(slot);
      }
    },
    showGraphs(drawn, { now, before }) {
      for (const { key, config } of drawn) {
        const points = now.get(key);
        const kind = config.metricType === 'gauge' ? 'line' : 'bars';
        slots.get(key)?.view.showGraph(points && { kind, now: points, before: before?.get(key) });
      }
    },
    showTotals(isKept) {
      for (const slot of slots.values()) {
        if (isKept(slot)) continue;
        slot.numbers = undefined;
        if (slot.stats) slot.view.showText(textOfTotals(slot.card, slot.stats));
        slot.view.showGraph(undefined);
      }
    },
  };
}
