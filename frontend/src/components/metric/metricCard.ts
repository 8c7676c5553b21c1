import type { MetricStats } from '../../api/metricConfigs.ts';
import { element, replaceChildren } from '../../dom.ts';
import { formatAgo } from '../../format.ts';
import { metricStateOf } from '../../metric/metricState.ts';
import type { Verdict } from '../../metric/vitals.ts';
import type { Card } from '../../overview/cards.ts';
import type { CardText } from '../../overview/cardText.ts';
import { icon } from '../basic/icon.ts';
import { link } from '../basic/link.ts';
import { pill } from '../basic/pill.ts';
import { type MiniGraph, miniGraph } from '../graph/miniGraph.ts';
import { statePill } from './statePill.ts';

export interface MetricCard {
  readonly element: HTMLElement;
  /** Its state, and when the last sample came. */
  showStats(stats: MetricStats, nowMs: number): void;
  showText(text: CardText): void;
  /** Undefined when there is nothing to draw. */
  showGraph(graph: MiniGraph | undefined): void;
  showPinned(isPinned: boolean): void;
  /** Where its name leads. */
  leadTo(href: string): void;
}

const VERDICT_TONES: Record<Verdict, string> = { good: 'ok', 'needs work': 'warn', poor: 'bad' };

/** One number of the overview. It is as high before its numbers have come as it is with them. */
export function metricCard({ key, title, config, vital }: Card, onPin: () => void): MetricCard {
  const name = link(title, '');
  name.title = title;
  const state = element('span', 'card-state');
  const number = element('span', 'card-number', '…');
  const unit = element('span', 'card-unit');
  const verdict = element('span', 'card-verdict');
  const what = element('p', 'card-what');
  const change = element('p', 'card-change');
  const picture = element('div', 'card-graph');
  const note = element('span', '');
  const last = element('span', 'card-last');
  const pin = element(
    'button',
    { className: 'card-pin', attributes: { type: 'button', 'aria-label': `Pin ${title}` }, on: { click: onPin } },
    icon('pin'),
  );
  let shownState = '';
  return {
    element: element(
      'li',
      { className: 'metric-card', attributes: { 'data-key': key, 'data-pending': '' } },
      element('div', 'card-top', element('h2', 'card-name', name), state, pin),
      element('p', 'card-value', number, ' ', unit),
      element('div', 'card-row', what, verdict),
      change,
      picture,
      // A metric has one last sample, whichever of its vitals it was.
      element('p', 'card-foot', ...(vital ? [note] : [element('code', '', config.exportedName), note, last])),
    ),
    showStats(stats, nowMs) {
      last.textContent = stats.lastSampleAt === null ? 'no sample yet' : formatAgo(stats.lastSampleAt, nowMs);
      const now = metricStateOf(config, stats, nowMs);
      if (now !== shownState) replaceChildren(state, statePill(now));
      shownState = now;
    },
    showText(text) {
      number.closest('li')?.removeAttribute('data-pending');
      setText(number, text.number);
      setText(unit, text.number === '–' ? '' : text.unit);
      setText(what, text.what);
      setText(note, text.note);
      what.title = text.what;
      replaceChildren(verdict, text.verdict && pill(VERDICT_TONES[text.verdict], text.verdict));
      replaceChildren(
        change,
        text.change && element('strong', { attributes: { 'data-tone': text.change.tone } }, text.change.amount),
        text.change && ` ${text.change.words}`,
      );
    },
    showGraph(graph) {
      replaceChildren(picture, graph && miniGraph(graph));
    },
    showPinned(isPinned) {
      pin.setAttribute('aria-pressed', String(isPinned));
    },
    leadTo(href) {
      name.setAttribute('href', href);
    },
  };
}

function setText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
