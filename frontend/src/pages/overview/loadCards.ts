import type { Api } from '../../api/client.ts';
import { queryTime } from '../../api/prometheus.ts';
import type { Card } from '../../overview/cards.ts';
import { type ComparedNumbers, isByNumbers } from '../../overview/cards.ts';
import type { OverviewChoice } from '../../overview/overviewChoice.ts';
import { defaultPeriod, type Period, readPeriod } from '../../period/period.ts';
import type { About, CardBoard } from './cardBoard.ts';
import { fetchGraphs, fetchNumbers } from './fetchNumbers.ts';

/** As many as a large screen shows at once. */
const AT_ONCE = 48;

/** Loads numbers and graphs of the cards that are looked at, a group at a time. */
export interface CardLoader {
  /** All that are looked at, anew, and for this choice. Rejects when something cannot be loaded. */
  refresh(choice: OverviewChoice): Promise<void>;
  /** Those that have come onto the screen since then. */
  loadMissing(): Promise<void>;
}

export function createCardLoader(
  api: Api,
  cards: readonly Card[],
  board: CardBoard,
  onLoaded: (period: Period) => void,
): CardLoader {
  let round: { readonly choice: OverviewChoice; readonly about: About; readonly done: Set<string> } | undefined;
  /** Rounds begin one after another, and the last one is what is shown. */
  let asked = 0;
  let underWay: Promise<void> | undefined;

  const load = async (some: readonly Card[], own: NonNullable<typeof round>) => {
    const { period, percent } = own.about;
    const [numbers, now, before] = await Promise.all([
      fetchNumbers(api, some, period, percent),
      fetchGraphs(api, some, period),
      own.choice.compare ? fetchGraphs(api, some, { ...period.before, step: period.step }) : undefined,
    ]);
    if (own !== round) return;
    board.showNumbers(numbers, own.about);
    board.showGraphs(some, { now, before });
  };
  const loadAllNumbers = async (own: NonNullable<typeof round>): Promise<void> => {
    const { period, percent } = own.about;
    const numbers: ReadonlyMap<string, ComparedNumbers> = await fetchNumbers(api, cards, period, percent);
    if (own !== round) return;
    board.showNumbers(numbers, own.about);
    // The search may be another one by now.
    board.arrangeAgain();
  };
  const loadVisible = async () => {
    for (;;) {
      const own = round;
      if (!own) return;
      const missing = board.visible().filter(({ card }) => !own.done.has(card.key));
      const some = missing.slice(0, AT_ONCE).map(({ card }) => card);
      if (some.length === 0) return;
      for (const { key } of some) own.done.add(key);
      try {
        await load(some, own);
      } catch (error) {
        for (const { key } of some) own.done.delete(key);
        throw error;
      }
    }
  };
  const loadMissing = () => {
    underWay ??= loadVisible().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  return {
    loadMissing,
    async refresh(choice) {
      asked += 1;
      const mine = asked;
      const nowSeconds = await queryTime(api);
      if (mine !== asked) return;
      const period = readPeriod(choice.period, nowSeconds) ?? readPeriod(defaultPeriod, nowSeconds);
      if (!period) throw new Error(`${defaultPeriod} is no period`);
      const about = { period, percent: Number(choice.percent), isOver: period.toSeconds < nowSeconds };
      const own = { choice, about, done: new Set<string>() };
      round = own;
      if (isByNumbers(choice.sort)) await loadAllNumbers(own);
      await loadMissing();
      if (own === round) onLoaded(period);
    },
  };
}
