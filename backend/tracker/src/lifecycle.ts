import type { Queue } from './queue.ts';
import { safely } from './safely.ts';

/**
 * Empties the queue when the page may end: hidden is the last event that a page is sure to see, pagehide comes where a page is left
 * without being hidden first. Never `unload` or `beforeunload`: a listener there keeps the page out of the back/forward cache.
 * Gives back what to call after each event: once the page is hidden nothing waits any more.
 */
export function watchLifecycle(queue: Queue): () => void {
  let leaving = false;
  const flushIfEnding = () => {
    if (leaving || document.visibilityState === 'hidden') safely(() => void queue.flush(true));
  };
  addEventListener('pagehide', () => {
    leaving = true;
    flushIfEnding();
  });
  addEventListener('pageshow', () => {
    leaving = false;
  });
  document.addEventListener('visibilitychange', flushIfEnding);
  addEventListener('online', () => safely(queue.retryNow));
  return () => {
    // Not during an outage: a busy page in the background would repeat all that waits with each event.
    if (leaving || !queue.isBackingOff()) void Promise.resolve().then(flushIfEnding);
  };
}
