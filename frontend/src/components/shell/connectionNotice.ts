import { POLL_REPORT, type PollReport } from '../../browser/poll.ts';
import { element, replaceChildren } from '../../dom.ts';
import { formatClock } from '../../format.ts';
import { notice } from '../basic/notice.ts';

interface Poll extends Pick<PollReport, 'state' | 'reason'> {
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
    const { poll, ...outcome } = (event as CustomEvent<PollReport>).detail;
    const { state } = outcome;
    const known = polls.get(poll);
    // A lost poll that tries again is lost until it is answered.
    if (state === 'late' && known && known.state !== 'answered') return;
    if (state === 'ended') polls.delete(poll);
    else polls.set(poll, { ...outcome, answeredAt: state === 'answered' ? Date.now() : known?.answeredAt });
    show();
  });
  return place;
}

function textOf(unanswered: readonly Poll[]): string {
  const times = unanswered.flatMap(({ answeredAt }) => (answeredAt === undefined ? [] : [answeredAt]));
  const since = times.length === 0 ? '' : ` The numbers are from ${formatClock(Math.min(...times))}.`;
  const isTrying = unanswered.some(({ state }) => state !== 'deleted');
  return `${reasonOf(unanswered)}${since}${isTrying ? ' Trying again.' : ''}`;
}

function reasonOf(unanswered: readonly Poll[]): string {
  const find = (wanted: Poll['state']) => unanswered.find(({ state }) => state === wanted);
  if (find('lost')) return 'Connection lost.';
  const known = find('deleted') ?? find('failing');
  if (known) return known.reason ?? 'The server cannot answer right now.';
  return 'No answer so far.';
}
