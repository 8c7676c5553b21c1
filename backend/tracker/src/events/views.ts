import { currentView } from '../currentView.ts';
import { delay } from '../outside.ts';
import { on, safely } from '../safely.ts';
import { page, shared } from '../shared.ts';
import { take, track } from '../track.ts';
import { seeElement, seeError } from './elements.ts';
import { end } from './ends.ts';

//! if ends|event.page_view
on('visibilitychange pagehide', ({ type }) => {
  if (!document.hidden && type !== 'pagehide') return;
  //! if event.page_view
  tellView();
  //! end
  //! if ends
  end(1);
  //! end
});
//! end

//! if routes
let shown: string | undefined;
//! if event.page_view
/** A view that is told once it stands: a router may redirect at once, and sets the title after the address. */
let isPending = false;
const tellView = (): void => {
  if (isPending) track('page_view');
  isPending = false;
};
//! end
//! if routes.hash
/** Other hashes may hold what is nobody's business, such as tokens of a sign-in. */
const hashRoute = () => (/^(#!?\/[^?]*)?/.exec(location.hash) as RegExpExecArray)[0];
//! end

/**
 * A view begins on load, with each path that a single-page application shows, and with a restore from the back/forward cache. A query is
 * no part of the path, and neither are a slash at its end and a hash, unless routes are there.
 */
const view = safely((isReplaced?: boolean, isRestored?: boolean) => {
  let path = location.pathname.replace(/(.)\/$/, '$1');
  //! if label.path
  // Decoded where it is valid UTF-8. A page that was saved as a file is nobody's path.
  if (path.includes('%')) path = path.replace(/(%[\da-f]{2})+/gi, (codes) => safely(decodeURI)(codes) || codes);
  if (!location.protocol.startsWith('http')) path = '';
  //! end
  //! if routes.query
  const query = new URLSearchParams(location.search);
  for (const name of __UVP_QUERY__)
    if (query.has(name)) path += `${path.includes('?') ? '&' : '?'}${name}=${query.get(name)}`;
  //! end
  //! if routes.hash
  path += hashRoute();
  //! end
  if (path === shown && !isRestored) return;
  const isFirst = shown === undefined;
  shown = path;
  //! if event.page_view
  if (!isReplaced) tellView();
  //! end
  //! if ends
  if (!isFirst) end();
  //! end
  currentView.path_ = path;
  //! if label.referrer
  currentView.isLater_ = !isFirst;
  //! end
  //! if event.page_view
  isPending = true;
  if (isFirst || isRestored) tellView();
  else delay(tellView, 100);
  //! end
});

const { history, navigation } = page;
if (navigation) {
  // It sees every change of the address, whatever a router calls.
  on<Event & { navigationType?: string }>(
    'currententrychange',
    (event) => view(event.navigationType === 'replace'),
    navigation,
  );
} else {
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method];
    history[method] = (...args) => {
      original.apply(history, args);
      view(method === 'replaceState');
    };
  }
  // A change of the hash is a `popstate`, too.
  on('popstate', () => view());
}
on<PageTransitionEvent>('pageshow', (event) => event.persisted && view(false, true));
view();
//! end

// What happened before the script was there, which the page's own line has kept. Only now all is there that it needs.
//! if event.custom
for (const call of shared.q || []) take(...call);
//! end
//! if event.error
for (const [event] of shared.e || []) seeError(event as ErrorEvent);
//! end
//! if elements
for (const [event, path] of shared.c || []) seeElement(event as MouseEvent, path);
//! end
