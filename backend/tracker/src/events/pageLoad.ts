import { safely } from '../safely.ts';
import type { Track } from './event.ts';

//! if event.page_load
/**
 * `page_load` once, with the seconds from navigation (or activation, for a prerendered page) to the end of the load event
 * (Navigation Timing 2, `loadEventEnd`), which is known a task after it.
 */
export function watchPageLoad(emit: Track): void {
  const measure = () =>
    setTimeout(() =>
      safely(() => {
        const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
          activationStart?: number;
        })[];
        if (!entry) return;
        const value = Math.max(0, entry.loadEventEnd - (entry.activationStart || 0)) / 1_000;
        emit('page_load', { value });
      }),
    );
  if (document.readyState === 'complete') measure();
  else addEventListener('load', measure);
}
//! end
