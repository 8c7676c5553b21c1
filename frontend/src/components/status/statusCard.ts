import type { PartState } from '../../api/health.ts';
import { element } from '../../dom.ts';
import { pill } from '../basic/pill.ts';

export type CardState = PartState | 'loading';

export interface Card {
  readonly name: string;
  /** What this part is there for, in one line. */
  readonly role: string;
  readonly state: CardState;
  readonly detail?: string | undefined;
}

const WORDS: Record<CardState, string> = {
  up: 'Running',
  degraded: 'Degraded',
  down: 'Down',
  absent: 'Not used',
  unknown: 'Unknown',
  loading: 'Checking',
};

const TONES: Record<CardState, string> = {
  up: 'ok',
  degraded: 'warn',
  down: 'bad',
  absent: 'idle',
  unknown: 'idle',
  loading: 'idle',
};

/** One part of the platform; its state is said by word, shape and colour. */
export function statusCard(card: Card): HTMLElement {
  return element(
    'li',
    { className: 'panel card', attributes: { 'data-state': card.state } },
    element('div', 'card-head', element('h3', '', card.name), pill(TONES[card.state], WORDS[card.state])),
    element('p', '', card.role),
    card.detail === undefined ? undefined : element('p', 'card-detail', card.detail),
  );
}
