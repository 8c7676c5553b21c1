// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { POLL_REPORT, type PollReport } from '../../browser/poll.ts';
import { element } from '../../dom.ts';
import { find, show, texts } from '../../testing/screen.ts';
import { addressNotice } from './addressNotice.ts';
import { connectionNotice } from './connectionNotice.ts';
import { createShell } from './shell.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-06-01T14:23:00') });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what the page says of its connection', () => {
  function make() {
    const changes: boolean[] = [];
    const place = show(connectionNotice((isOld) => changes.push(isOld)));
    const polls = [Symbol('a'), Symbol('b')];
    const report = (index: number, state: PollReport['state'], reason?: string) => {
      const detail = { poll: polls[index], state, ...(reason !== undefined && { reason }) };
      document.dispatchEvent(new CustomEvent(POLL_REPORT, { detail }));
    };
    return { changes, report, says: () => place.textContent };
  }

  it('is nothing while all is answered', () => {
    const { changes, report, says } = make();
    report(0, 'answered');
    report(1, 'answered');
    expect([says(), changes]).toEqual(['', []]);
  });

  it('is since when, until everything is answered again', () => {
    const { changes, report, says } = make();
    report(0, 'answered');
    vi.setSystemTime(new Date('2026-06-01T14:25:00'));
    report(1, 'answered');
    report(1, 'lost');
    expect(says()).toBe('Connection lost. The numbers are from 14:25. Trying again.');
    report(0, 'lost');
    expect(says()).toBe('Connection lost. The numbers are from 14:23. Trying again.');
    report(0, 'answered');
    expect(says()).toBe('Connection lost. The numbers are from 14:25. Trying again.');
    report(1, 'answered');
    expect([says(), changes]).toEqual(['', [true, true, true, false]]);
  });

  it.each([
    ['late', undefined, 'No answer so far. Trying again.'],
    ['lost', undefined, 'Connection lost. Trying again.'],
    ['failing', undefined, 'The server cannot answer right now. Trying again.'],
    ['failing', 'Too many requests.', 'Too many requests. Trying again.'],
    ['deleted', 'This metric has been deleted.', 'This metric has been deleted.'],
  ] as const)('of a poll that is %s is: %s', (state, reason, text) => {
    const { report, says } = make();
    report(0, state, reason);
    expect(says()).toBe(text);
  });

  it('is the worst of several', () => {
    const { report, says } = make();
    report(0, 'failing');
    report(1, 'lost');
    expect(says()).toContain('Connection lost.');
  });

  it('stays that it is lost while it tries again', () => {
    const { report, says } = make();
    report(0, 'lost');
    report(0, 'late');
    expect(says()).toContain('Connection lost.');
  });

  it('forgets a poll whose page was left', () => {
    const { report, says } = make();
    report(0, 'lost');
    report(0, 'ended');
    expect(says()).toBe('');
  });
});

describe('what stands around the pages', () => {
  const page = (title: string) => element('div', '', element('h1', { attributes: { tabindex: '-1' } }, title));

  it('has navigation for members, and marks where they are', () => {
    const shell = createShell();
    show(shell.element);
    shell.show(page('Sign in'), '/signin', false);
    expect(find(shell.element, '.bar').hidden).toBe(true);
    shell.show(page('A metric'), '/metrics/7', true);
    expect(find(shell.element, '.bar').hidden).toBe(false);
    expect(texts(shell.element, '[aria-current=page]')).toEqual(['Metrics']);
    shell.show(page('Status'), '/status', true);
    expect(texts(shell.element, '[aria-current=page]')).toEqual(['Status']);
  });

  it('gives the heading of a page the focus and says its title, but for the first page', () => {
    const shell = createShell();
    show(shell.element);
    const said = () => find(shell.element, '.shell > [aria-live]').textContent;
    const open = (title: string) => {
      shell.announce(title);
      shell.show(page(title), '/a', true);
    };
    open('First');
    expect([document.activeElement === document.body, said()]).toEqual([true, '']);
    open('Second');
    expect([document.activeElement?.textContent, said()]).toEqual(['Second', 'Second']);
  });

  it('keeps a message above all pages until it is taken away', () => {
    const shell = createShell();
    show(shell.element);
    shell.show(page('First'), '/a', true);
    const remove = shell.warn(element('p', '', 'Mind the gap.'));
    shell.show(page('Second'), '/b', true);
    expect(texts(shell.element, '.page-warning')).toEqual(['Mind the gap.']);
    remove();
    expect(texts(shell.element, '.page-warning')).toEqual([]);
  });

  it('says both addresses, and what to set, when the page is not where the server believes it to be', () => {
    const made = addressNotice('https://b.example/uvp', 'https://a.example');
    expect(find(made, 'a').getAttribute('href')).toBe('https://a.example');
    expect(texts(made, 'pre')).toEqual([
      'PUBLIC_URL=https://b.example/uvp TRUST_PROXY_HOPS=1 npm start',
      'PUBLIC_URL=https://b.example/uvp\nTRUST_PROXY_HOPS=1',
    ]);
  });
});
