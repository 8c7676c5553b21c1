import { ApiError, isAbort, UnreachableError } from './failure.ts';

/** How long a poll may wait until its numbers count as old; its time limit is longer. */
const LATE_MS = 5_000;

/**
 * What a poll tells: `late`, it still waits, be it for an answer or for somebody to sign in again; `lost`, nothing answers; `failing`, the
 * server answers that it cannot; `ended`, nobody waits for it any more.
 */
export interface PollReport {
  /** Tells one poll from another. */
  readonly poll: symbol;
  readonly state: 'answered' | 'late' | 'lost' | 'failing' | 'ended';
}

/** The event on the document that carries a PollReport. */
export const POLL_REPORT = 'pollreport';

/**
 * Runs `work` now and then again `everyMs` after it has ended, while the page is looked at, until `signal` is aborted; at once when the
 * page is looked at again, or online again. `work` shows its own failures, and throws those that leave old numbers on the screen.
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
  const report = (state: PollReport['state']) => {
    const detail: PollReport = { poll: id, state };
    if (!signal.aborted || state === 'ended') document.dispatchEvent(new CustomEvent(POLL_REPORT, { detail }));
  };
  const attempt = async () => {
    const late = setTimeout(() => report('late'), LATE_MS);
    try {
      await work();
      report('answered');
    } catch (error) {
      const state = stateOf(error);
      if (state) report(state);
    } finally {
      clearTimeout(late);
    }
  };
  const run = async () => {
    clearTimeout(timer);
    if (signal.aborted) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await attempt();
    } while (again && !signal.aborted);
    running = false;
    if (!signal.aborted) timer = setTimeout(runIfSeen, typeof everyMs === 'number' ? everyMs : everyMs());
  };
  const runIfSeen = () => {
    if (document.visibilityState === 'visible') void run();
  };
  document.addEventListener('visibilitychange', runIfSeen, { signal });
  addEventListener('online', runIfSeen, { signal });
  addEventListener('offline', () => report('lost'), { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    report('ended');
  });
  void run();
  return { now: () => void run() };
}

/** Undefined for failures that say nothing about the numbers on the screen, such as the end of a session. */
function stateOf(error: unknown): 'lost' | 'failing' | undefined {
  if (isAbort(error)) return undefined;
  if (error instanceof UnreachableError) return 'lost';
  return error instanceof ApiError && error.status >= 500 ? 'failing' : undefined;
}
