import { counting } from './counting.ts';
import { flush, restore, resume, retryNow } from './queue.ts';
import { on } from './safely.ts';

//! all
//! if persist
if (counting.metrics_) restore();
//! end

// After what the metrics do then. Hidden is the last event that a page is sure to see; `pagehide` is for browsers that do not tell it when
// a page is left. Never `unload`: it would keep the page out of the back/forward cache.
on('visibilitychange prerenderingchange pagehide online', ({ type }) => {
  if (type === 'online') retryNow();
  flush(true);
});

on<PageTransitionEvent>('pageshow', (event) => event.persisted && resume());
