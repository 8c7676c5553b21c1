// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from './api/client.ts';
import { startRouter } from './router.ts';
import { createSession, type Session } from './session/session.ts';

const started = { expiresIn: 3_600, user: { id: 'a', email: 'ada@example.com' } };
/** The router cares for addresses; its pages are tested in a browser. */
const silent: Api = { call: () => new Promise(() => undefined) };

let session: Session;
let titles: string[];
let shown: { path: string; isMember: boolean }[];
let signals: AbortSignal[];
let stop: AbortController;

beforeEach(() => {
  localStorage.clear();
  stop = new AbortController();
  session = createSession(() => {});
  [titles, shown, signals] = [[], [], []];
  const listen = globalThis.addEventListener.bind(globalThis);
  // Each test has a router of its own; it listens for as long as its test.
  vi.spyOn(globalThis, 'addEventListener').mockImplementation((type: string, listener) =>
    listen(type, listener as EventListener, { signal: stop.signal }),
  );
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => new Promise(() => undefined));
});
afterEach(() => {
  stop.abort();
  vi.restoreAllMocks();
});

function start(hash: string) {
  history.replaceState(null, '', `/${hash}`);
  return startRouter({
    contextOf(signal) {
      signals.push(signal);
      return { api: silent, session, memory: {}, warn: () => {} };
    },
    setTitle: (title) => titles.push(title),
    show: (_page, path, isMember) => shown.push({ path, isMember }),
  });
}

const go = (hash: string) => {
  history.replaceState(null, '', `/${hash}`);
  dispatchEvent(new Event('hashchange'));
};
const at = () => [location.hash, titles.at(-1)];

describe('a guest', () => {
  it.each(['', '#', '#/'])('begins with the sign-up (%s), and with the sign-in in a browser that is known', (hash) => {
    start(hash);
    expect(at()).toEqual(['#/signup', 'Sign up']);
    session.start(started);
    session.end();
    start(hash);
    expect(at()).toEqual(['#/signin', 'Sign in']);
  });

  it.each([
    ['#/metrics', '#/signin?next=%2Fmetrics'],
    ['#/metrics/7/edit', '#/signin?next=%2Fmetrics%2F7%2Fedit'],
    ['#/metrics/new?metricName=a&label=b', '#/signin?next=%2Fmetrics%2Fnew%3FmetricName%3Da%26label%3Db'],
  ])('who wants %s signs in first', (hash, asked) => {
    start(hash);
    expect(at()).toEqual([asked, 'Sign in']);
    expect(shown).toEqual([{ path: '/signin', isMember: false }]);
  });

  it('sees the status', () => {
    start('#/status');
    expect([at(), shown]).toEqual([['#/status', 'Status'], [{ path: '/status', isMember: false }]]);
  });
});

describe('a member', () => {
  beforeEach(() => session.start(started));

  it.each([
    ['', '#/metrics', 'Metrics'],
    ['#/signin', '#/metrics', 'Metrics'],
    ['#/signup', '#/metrics', 'Metrics'],
    ['#/signin?next=%2Fkeys', '#/keys', 'API keys'],
    ['#/signin?next=https%3A%2F%2Fevil.example', '#/metrics', 'Metrics'],
  ])('who is at “%s” goes to %s', (hash, to, title) => {
    start(hash);
    expect([at(), shown.at(-1)?.isMember]).toEqual([[to, title], true]);
  });

  it.each([
    ['#/metrics/new', 'New metric'],
    ['#/metrics/7', 'Metric'],
    ['#/metrics/7/', 'Metric'],
    ['#/metrics/7/edit', 'Edit metric'],
    ['#/welcome', 'First minutes'],
    ['#/connect', 'Connect'],
    ['#/account', 'Account'],
    ['#/moon', 'No such page'],
    ['#/metrics/7/8', 'No such page'],
    ['#/metrics/%zz', 'No such page'],
  ])('sees %s', (hash, title) => {
    start(hash);
    expect(at()).toEqual([hash, title]);
  });

  it('leaves a page for another one', () => {
    start('#/metrics');
    go('#/keys');
    expect(at()).toEqual(['#/keys', 'API keys']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('stays on the page of another query only if that page keeps up with it', () => {
    start('#/metrics/new');
    go('#/metrics/new?template=errors');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('sees the same page anew when it is loaded again', () => {
    const router = start('#/keys');
    router.reload();
    expect([titles, signals.map(({ aborted }) => aborted)]).toEqual([
      ['API keys', 'API keys'],
      [true, false],
    ]);
  });

  it('signs in again when the session has ended', () => {
    const router = start('#/keys');
    session.end();
    router.reload();
    expect(at()).toEqual(['#/signin?next=%2Fkeys', 'Sign in']);
  });

  it('stays on a page that can show another query, and makes others anew', () => {
    const router = start('#/metrics');
    go('#/metrics?period=7d');
    expect([shown.length, signals.map(({ aborted }) => aborted)]).toEqual([1, [false]]);
    router.reload();
    go('#/metrics?period=1h');
    expect(shown).toHaveLength(2);
    go('#/metrics/new?template=errors');
    go('#/metrics/new?template=clicks');
    expect(shown).toHaveLength(4);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, false]);
  });
});
