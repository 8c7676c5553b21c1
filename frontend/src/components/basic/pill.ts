import { element } from '../../dom.ts';
import type { MetricState } from '../../metric/metricState.ts';

const STATES: Record<MetricState, readonly [tone: string, word: string]> = {
  off: ['idle', 'Off'],
  refusing: ['bad', 'Refusing'],
  overflowing: ['warn', 'Over its limit'],
  receiving: ['ok', 'Receiving'],
  silent: ['idle', 'Silent'],
  waiting: ['idle', 'Waiting'],
};

/** A word in its colour; a shape besides, for those who see no colours. */
export function pill(tone: string, word: string): HTMLElement {
  return element(
    'span',
    { className: 'pill', attributes: { 'data-tone': tone } },
    element('span', { className: 'dot', attributes: { 'aria-hidden': 'true' } }),
    word,
  );
}

export function statePill(state: MetricState): HTMLElement {
  const [tone, word] = STATES[state];
  return pill(tone, word);
}
