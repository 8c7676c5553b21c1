import type { MetricState } from '../../metric/metricState.ts';
import { pill } from '../basic/pill.ts';

const STATES: Record<MetricState, readonly [tone: string, word: string]> = {
  off: ['idle', 'Off'],
  refusing: ['bad', 'Refusing'],
  overflowing: ['warn', 'Over its limit'],
  receiving: ['ok', 'Receiving'],
  silent: ['idle', 'Silent'],
  waiting: ['idle', 'Waiting'],
};

/** How a metric is, in one word. */
export function statePill(state: MetricState): HTMLElement {
  const [tone, word] = STATES[state];
  return pill(tone, word);
}
