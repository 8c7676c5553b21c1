import { safely } from '../safely.ts';
import type { Track } from './event.ts';

//! if event.page_view
/**
 * One `page_view` on load, for each address that a single-page application shows, and on a restore from the back/forward cache. An
 * address that differs in its hash only is the same page.
 */
export function watchPageViews(emit: Track): void {
  let shown: string | undefined;
  const view = (restored?: boolean) => {
    const address = location.href.split('#')[0];
    if (restored || address !== shown) {
      shown = address;
      emit('page_view');
    }
  };
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method];
    history[method] = function (this: History, ...args: Parameters<History['pushState']>) {
      original.apply(this, args);
      safely(view);
    };
  }
  addEventListener('popstate', () => view());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) view(true);
  });
  view();
}
//! end
