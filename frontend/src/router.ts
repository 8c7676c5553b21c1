import { accountPage } from './pages/account.ts';
import { connectPage } from './pages/connect.ts';
import { explorePage } from './pages/explore.ts';
import { installPage } from './pages/install.ts';
import { keysPage } from './pages/keys.ts';
import { metricPage } from './pages/metric.ts';
import { editMetricPage } from './pages/metricEdit.ts';
import { newMetricPage } from './pages/metricNew.ts';
import { notFoundPage } from './pages/notFound.ts';
import { overviewPage } from './pages/overview.ts';
import type { MakePage, PageContext } from './pages/page.ts';
import { signInPage } from './pages/signIn.ts';
import { signUpPage } from './pages/signUp.ts';
import { statusPage } from './pages/status.ts';
import { welcomePage } from './pages/welcome.ts';
import { matchRoute } from './routes.ts';
import { nextOf } from './session/next.ts';

/** `member`: for those who are signed in; `guest`: for those who are not; `all`: for both. */
export type Audience = 'member' | 'guest' | 'all';

interface Route {
  readonly pattern: string;
  readonly audience: Audience;
  readonly make: MakePage;
}

const routes: readonly Route[] = [
  { pattern: '/signup', audience: 'guest', make: signUpPage },
  { pattern: '/signin', audience: 'guest', make: signInPage },
  { pattern: '/welcome', audience: 'member', make: welcomePage },
  { pattern: '/metrics', audience: 'member', make: overviewPage },
  { pattern: '/metrics/new', audience: 'member', make: newMetricPage },
  { pattern: '/metrics/:id', audience: 'member', make: metricPage },
  { pattern: '/metrics/:id/edit', audience: 'member', make: editMetricPage },
  { pattern: '/explore', audience: 'member', make: explorePage },
  { pattern: '/keys', audience: 'member', make: keysPage },
  { pattern: '/connect', audience: 'member', make: connectPage },
  { pattern: '/account', audience: 'member', make: accountPage },
  { pattern: '/install', audience: 'all', make: installPage },
  { pattern: '/status', audience: 'all', make: statusPage },
];

export interface RouterDeps {
  /** Everything of a page's context that is not the address's. */
  readonly contextOf: (signal: AbortSignal) => Pick<PageContext, 'api' | 'session' | 'memory' | 'warn'>;
  /** Puts a page on the screen. */
  readonly show: (page: HTMLElement, path: string, isMember: boolean) => void;
  readonly setTitle: (title: string) => void;
}

/** Shows the page of the address's hash, now and whenever it changes. */
export function startRouter(deps: RouterDeps): { reload: () => void } {
  let leave = new AbortController();
  /** The page that is open, when it keeps up with the query of its address by itself. */
  let listening: { readonly path: string; readonly tell: (query: URLSearchParams) => void } | undefined;

  const follow = () => {
    const { path, query } = readHash(location.hash);
    if (listening?.path === path) listening.tell(query);
    else open();
  };
  const open = () => {
    listening = undefined;
    leave.abort();
    leave = new AbortController();
    const { signal } = leave;
    const base = deps.contextOf(signal);
    const isMember = base.session.isSignedIn();
    const { path, query } = readHash(location.hash);
    if (path === '/')
      return go(isMember ? '/metrics' : base.session.isKnownBrowser() ? '/signin' : '/signup', { replace: true });
    const found = matchRoute(routes, path);
    const audience = found?.route.audience ?? 'all';
    if (audience === 'member' && !isMember) {
      const here = `${path}${query.size > 0 ? `?${query}` : ''}`;
      return go(`/signin?next=${encodeURIComponent(here)}`, { replace: true });
    }
    if (audience === 'guest' && isMember) return go(nextOf(query), { replace: true });
    const page = (found?.route.make ?? notFoundPage)({
      ...base,
      signal,
      query,
      setQuery(text) {
        const hash = `#${path}${text === '' ? '' : `?${text}`}`;
        if (!signal.aborted && hash !== location.hash) history.pushState(history.state, '', hash);
      },
      onQuery(tell) {
        if (!signal.aborted) listening = { path, tell };
      },
      param: (name) => found?.params[name] ?? '',
      go,
      setTitle: (title) => signal.aborted || deps.setTitle(title),
    });
    deps.setTitle(page.title);
    deps.show(page.element, path, isMember);
  };
  const go = (path: string, { replace = false } = {}) => {
    if (!replace && location.hash !== `#${path}`) location.hash = path;
    else {
      history.replaceState(history.state, '', `#${path}`);
      follow();
    }
  };
  addEventListener('hashchange', follow);
  open();
  return { reload: open };
}

function readHash(hash: string): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  return { path: path === '' ? '/' : path, query: new URLSearchParams(query) };
}
