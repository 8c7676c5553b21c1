import { ApiError, DeletedError, isAbort, messageOf, UnreachableError } from '../failure.ts';

/** How long a poll may wait until its numbers count as old; its time limit is longer. */
const LATE_MS = 5_000;

/**
 * What a poll tells: `late`, it still waits, be it for an answer or for somebody to sign in again; `lost`, nothing answers; `failing`, the
 * server answers, but not with numbers; `deleted`, there will be no more of them; `ended`, nobody waits for it any more.
 */
export interface PollReport {
  /** Tells one poll from another. */
  readonly poll: symbol;
  readonly state: 'answered' | 'late' | 'lost' | 'failing' | 'deleted' | 'ended';
  /** Why there are no new numbers, as a sentence for people; absent where the state says it all. */
  readonly reason?: string;
}

/** The event on the document that carries a PollReport. */
export const POLL_REPORT = 'pollreport';

/**
 * Runs `work` now and then again `everyMs` after it has ended, while the page is looked at, until `signal` is aborted; at once when the
 * page is looked at again, or online again. `work` shows its own failures, and throws those that leave old numbers on the screen; a
 * DeletedError ends the poll.
 */
export function poll(
  work: () => Promise<void>,
  everyMs: number | (() => number),
  signal: AbortSignal,
): { now: () => void } {
  const id = Symbol('poll');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let isDeleted = false;
  const report = (outcome: Omit<PollReport, 'poll'>) => {
    const detail: PollReport = { poll: id, ...outcome };
    if (!signal.aborted || outcome.state === 'ended') document.dispatchEvent(new CustomEvent(POLL_REPORT, { detail }));
  };
  const attempt = async () => {
    const late = setTimeout(() => report({ state: 'late' }), LATE_MS);
    try {
      await work();
      report({ state: 'answered' });
    } catch (error) {
      isDeleted = error instanceof DeletedError;
      const outcome = outcomeOf(error);
      if (outcome) report(outcome);
    } finally {
      clearTimeout(late);
    }
  };
  const run = async () => {
    clearTimeout(timer);
    if (signal.aborted || isDeleted) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await attempt();
    } while (again && !signal.aborted && !isDeleted);
    running = false;
    if (!signal.aborted && !isDeleted) timer = setTimeout(runIfSeen, typeof everyMs === 'number' ? everyMs : everyMs());
  };
  const runIfSeen = () => {
    if (document.visibilityState === 'visible') void run();
  };
  document.addEventListener('visibilitychange', runIfSeen, { signal });
  addEventListener('online', runIfSeen, { signal });
  addEventListener('offline', () => isDeleted || report({ state: 'lost' }), { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    report({ state: 'ended' });
  });
  void run();
  return { now: () => void run() };
}

/** Undefined when the page was left and when the session has ended, which its own dialog says. */
function outcomeOf(error: unknown): Omit<PollReport, 'poll'> | undefined {
  if (isAbort(error)) return undefined;
  if (error instanceof UnreachableError) return { state: 'lost' };
  if (error instanceof DeletedError) return { state: 'deleted', reason: error.message };
  if (error instanceof ApiError && error.status === 401) return undefined;
  if (error instanceof ApiError && error.status >= 500) return { state: 'failing' };
  return { state: 'failing', reason: messageOf(error) };
}
