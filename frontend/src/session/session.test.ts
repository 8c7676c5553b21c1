// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSession, type SessionStart } from './session.ts';

const ada: SessionStart = { expiresIn: 60, user: { id: 'a', email: 'ada@example.com' } };
const grace: SessionStart = { expiresIn: 60, user: { id: 'g', email: 'grace@example.com' } };

let nowMs: number;
beforeEach(() => {
  localStorage.clear();
  nowMs = 1_000_000;
});
const open = (onEnd = () => {}) => createSession(onEnd, () => nowMs);
const keptName = () => Object.keys(localStorage).find((name) => name.endsWith('session')) ?? '';

describe('the session of a browser', () => {
  it('is nobody’s at first', () => {
    const session = open();
    expect([session.isSignedIn(), session.user(), session.isKnownBrowser()]).toEqual([false, undefined, false]);
  });

  it('lives as long as the sign-in says, and then still says whose it was', () => {
    const session = open();
    session.start(ada);
    nowMs += 59_999;
    expect([session.isSignedIn(), session.user()]).toEqual([true, ada.user]);
    nowMs += 1;
    expect([session.isSignedIn(), session.user()]).toEqual([false, ada.user]);
  });

  it('is the same in a tab that is opened later', () => {
    open().start(ada);
    expect([open().isSignedIn(), open().user()]).toEqual([true, ada.user]);
  });

  it('lives on for the full time when it is renewed', () => {
    const session = open();
    session.start(ada);
    nowMs += 59_000;
    session.renew(100);
    nowMs += 99_999;
    expect([session.isSignedIn(), session.user()]).toEqual([true, ada.user]);
    nowMs += 1;
    expect(session.isSignedIn()).toBe(false);
  });

  it('does not begin by being renewed', () => {
    const session = open();
    session.renew(100);
    expect(session.isSignedIn()).toBe(false);
  });

  it('leaves nothing but that the browser is known when it ends', () => {
    const onEnd = vi.fn();
    const session = open(onEnd);
    session.start(ada);
    // What an answer to a sign-out does.
    localStorage.clear();
    session.end();
    expect([session.isSignedIn(), session.user(), session.isKnownBrowser()]).toEqual([false, undefined, true]);
    expect(JSON.stringify(localStorage)).not.toContain('ada@example.com');
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it('tells the other tabs whose it is, and not its own', async () => {
    const [here, there] = [open(), open()];
    const [heardHere, heardThere] = [[] as unknown[], [] as unknown[]];
    here.onChange((id) => heardHere.push(id ?? 'nobody'));
    there.onChange((id) => heardThere.push(id ?? 'nobody'));
    here.start(ada);
    here.renew(60);
    here.start(grace);
    here.end();
    await vi.waitFor(() => expect(heardThere).toEqual(['a', 'a', 'g', 'nobody']));
    expect(heardHere).toEqual([]);
  });

  it.each([
    'not JSON',
    'null',
    '[]',
    '{"expiresAt":9e15}',
    '{"expiresAt":"9e15","user":{"id":"a","email":"a@b.c"}}',
    '{"expiresAt":9e15,"user":null}',
    '{"expiresAt":9e15,"user":{"id":"a"}}',
    '{"expiresAt":9e15,"user":{"id":1,"email":"a@b.c"}}',
  ])('is nobody’s when what is kept is %s', (kept) => {
    const session = open();
    session.start(ada);
    localStorage.setItem(keptName(), kept);
    expect([session.isSignedIn(), session.user()]).toEqual([false, undefined]);
  });
});
