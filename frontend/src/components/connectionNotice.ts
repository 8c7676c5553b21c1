import { element, replaceChildren } from '../dom.ts';
import { formatClock } from '../format.ts';
import { POLL_REPORT, type PollReport } from '../poll.ts';
import { notice } from './notice.ts';

interface Poll {
  readonly state: PollReport['state'];
  /** When it was last answered; undefined when never. */
  readonly answeredAt: number | undefined;
}

/**
 * Says that the numbers on the screen are old, and of when, for as long as one of the page's polls has no answer.
 * @param onChange told whether they are old
 */
export function connectionNotice(onChange: (isOld: boolean) => void): HTMLElement {
  const place = element('div', { className: 'connection', attributes: { role: 'status' } });
  const polls = new Map<symbol, Poll>();
  let shown = '';
  const show = () => {
    const unanswered = [...polls.values()].filter(({ state }) => state !== 'answered');
    const text = unanswered.length === 0 ? '' : textOf(unanswered);
    if (text === shown) return;
    shown = text;
    replaceChildren(place, text === '' ? undefined : notice('warn', text));
    onChange(text !== '');
  };
  document.addEventListener(POLL_REPORT, (event) => {
    const { poll, state } = (event as CustomEvent<PollReport>).detail;
    const known = polls.get(poll);
    // A lost poll that tries again is lost until it is answered.
    if (state === 'late' && known && known.state !== 'answered') return;
    if (state === 'ended') polls.delete(poll);
    else polls.set(poll, { state, answeredAt: state === 'answered' ? Date.now() : known?.answeredAt });
    show();
  });
  return place;
}

function textOf(unanswered: readonly Poll[]): string {
  const times = unanswered.flatMap(({ answeredAt }) => (answeredAt === undefined ? [] : [answeredAt]));
  const since = times.length === 0 ? '' : `, numbers from ${formatClock(Math.min(...times))}`;
  return `${reasonOf(unanswered)}${since}. Trying again.`;
}

function reasonOf(unanswered: readonly Poll[]): string {
  const isAny = (wanted: Poll['state']) => unanswered.some(({ state }) => state === wanted);
  if (isAny('lost')) return 'Connection lost';
  return isAny('failing') ? 'The server cannot answer right now' : 'No answer so far';
}
