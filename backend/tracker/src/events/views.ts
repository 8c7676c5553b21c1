import { here } from '../paths.ts';
import { on, safely } from '../safely.ts';
import { page, shared } from '../shared.ts';
import { take, track } from '../track.ts';
import { end } from './ends.ts';

//! if ends
on('visibilitychange pagehide', ({ type }) => {
  if (document.hidden || type === 'pagehide') end(1);
});
//! end

//! if routes
let shown: string | undefined;
/**
 * A view begins on load, with each address that a single-page application shows, and with a restore from the back/forward cache. An
 * address that differs in its hash only is the same one, unless routes are in the hash.
 */
const view = safely((event?: Event) => {
  const [address] = location.href.split(__UVP_HASH__);
  if (address !== shown || (event as PageTransitionEvent).persisted) {
    shown = address;
    //! if ends
    end();
    //! end
    here.path_ = location.pathname;
    //! if routes.hash
    // Other hashes may hold what is nobody's business, such as tokens of a sign-in.
    here.path_ += (/^(#!?\/[^?]*)?/.exec(location.hash) as RegExpExecArray)[0];
    //! end
    //! if event.page_view
    track('page_view');
    //! end
  }
});
const { history } = page;
for (const method of ['pushState', 'replaceState'] as const) {
  const original = history[method];
  history[method] = (...args) => {
    original.apply(history, args);
    view();
  };
}
// A change of the hash is a `popstate`, too.
on('popstate pageshow', view);
view();
//! end

//! if event.custom
// Only now all is there that they need.
for (const call of shared.q || []) take(...call);
//! end
