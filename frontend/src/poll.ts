/**
 * Runs `work` now and then again `everyMs` after it has ended, while the page is looked at, until `signal` is aborted; at once when the
 * page is looked at again. `work` deals with its own failures.
 */
export function poll(
  work: () => Promise<void>,
  everyMs: number | (() => number),
  signal: AbortSignal,
): { now: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
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
      await work().catch(() => {});
    } while (again && !signal.aborted);
    running = false;
    if (!signal.aborted) timer = setTimeout(runIfSeen, typeof everyMs === 'number' ? everyMs : everyMs());
  };
  const runIfSeen = () => {
    if (document.visibilityState === 'visible') void run();
  };
  document.addEventListener('visibilitychange', runIfSeen, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  void run();
  return { now: () => void run() };
}
