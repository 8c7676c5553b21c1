import { limitCalls } from '../../api/limitCalls.ts';
import { fetchListedStats, type MetricConfig } from '../../api/metricConfigs.ts';
import { createPins } from '../../browser/pins.ts';
import { poll } from '../../browser/poll.ts';
import { overviewControls } from '../../components/metric/overviewControls.ts';
import { element } from '../../dom.ts';
import { isAbort, isWithoutPrometheus } from '../../failure.ts';
import { formatClock } from '../../format.ts';
import { cardsOf } from '../../overview/cards.ts';
import { type OverviewChoice, pathOf } from '../../overview/overviewChoice.ts';
import { addDays, startOfDay } from '../../period/period.ts';
import type { PageContext } from '../page.ts';
import { cardBoard } from './cardBoard.ts';
import { createCardLoader } from './loadCards.ts';

const STATS_MS = 2_000;
const NUMBERS_MS = 30_000;
/** Of the four that one tenant may have at once: other pages and Grafana ask too. */
const QUERIES_AT_ONCE = 2;
/** So that a fast scroll is one question for many cards. */
const SCROLL_MS = 150;

/** The cards of all metrics, what can be chosen above them, and the sentence between that says how old they are. */
export function metricBoard(
  { api, signal, session, go }: PageContext,
  configs: readonly MetricConfig[],
  firstChoice: OverviewChoice,
) {
  let choice = firstChoice;
  /** Why the last numbers have not come. */
  let failure: unknown;
  let scrolled: ReturnType<typeof setTimeout> | undefined;
  const note = element('p', { className: 'overview-note', attributes: { role: 'status' } }, 'Loading numbers …');
  const nothingFound = element('p', { className: 'overview-nothing', attributes: { role: 'status' } });
  const controls = overviewControls({
    hasDistributions: configs.some(({ metricType }) => metricType === 'histogram' || metricType === 'summary'),
    usualDates: () => [dayText(addDays(startOfDay(Date.now() / 1_000), -6)), dayText(Date.now() / 1_000)],
    onChange: (change, isTyping = false) => go(pathOf({ ...choice, ...change }), { replace: isTyping }),
  });
  const cards = configs.flatMap(cardsOf);
  const board = cardBoard(cards, {
    pins: createPins(session.user()?.id ?? ''),
    signal,
    onVisible() {
      clearTimeout(scrolled);
      scrolled = setTimeout(() => void loader.loadMissing().catch(onFailure), SCROLL_MS);
    },
  });
  const loader = createCardLoader(limitCalls(api, QUERIES_AT_ONCE), cards, board, (period) => {
    failure = undefined;
    const dashed = choice.compare ? ' (dashed)' : '';
    note.textContent = `${sentenceStart(period.title)}, compared with ${period.before.title}${dashed}. Updated ${formatClock(Date.now())}.`;
  });
  const showTotals = () => {
    if (failure === undefined) return;
    // Numbers of a period stay while they may be asked for again, and the page says how old they are.
    const isAway = isWithoutPrometheus(failure);
    board.showTotals(({ numbers }) => !isAway && numbers !== undefined);
    if (isAway) note.textContent = WITHOUT_PROMETHEUS;
  };
  /** The poll asks again and tells what is wrong. */
  const onFailure = (error: unknown) => {
    if (!isAbort(error) && !signal.aborted) numbers.now();
  };
  const refresh = async () => {
    try {
      await loader.refresh(choice);
    } catch (error) {
      if (isAbort(error)) throw error;
      failure = error;
      showTotals();
      if (!isWithoutPrometheus(error)) throw error;
    }
  };

  const show = (next: OverviewChoice, isFirst = false) => {
    const isOtherNumbers = (['period', 'compare', 'percent', 'sort'] as const).some(
      (name) => next[name] !== choice[name],
    );
    choice = next;
    controls.show(next);
    board.arrange(next);
    const hasNone = board.shown().length === 0;
    nothingFound.textContent = hasNone ? `No metric is called “${next.search.trim()}”.` : '';
    for (const { card, view } of board.shown())
      view.leadTo(`#/metrics/${card.config.id}?period=${encodeURIComponent(next.period)}`);
    if (isOtherNumbers && !isFirst) numbers.now();
  };
  show(choice, true);
  const refreshStats = async () => {
    board.showStats(await fetchListedStats(api, configs.length));
    showTotals();
  };
  poll(refreshStats, STATS_MS, signal);
  const numbers = poll(refresh, NUMBERS_MS, signal);
  return { elements: [controls.element, note, board.element, nothingFound], show };
}

const WITHOUT_PROMETHEUS =
  'Prometheus does not answer right now. Totals are live all the same; the numbers of the period come back by themselves.';

/** A day as inputs of dates have it. */
function dayText(seconds: number): string {
  const date = new Date(seconds * 1_000);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
