// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { watchPresence } from './presence.ts';

it('somebody is at the page for five minutes after the last sign of them', () => {
  let nowMs = 0;
  const presence = watchPresence(() => nowMs);
  const minutes = (count: number) => {
    nowMs += count * 60_000;
    return presence();
  };
  expect([presence(), minutes(4.99), minutes(0.01)]).toEqual(['active', 'active', 'idle']);
  for (const sign of ['keydown', 'pointerdown', 'pointermove', 'touchstart', 'wheel']) {
    document.body.dispatchEvent(new Event(sign));
    expect([presence(), minutes(5)], sign).toEqual(['active', 'idle']);
  }
  document.body.dispatchEvent(new Event('scroll'));
  expect(presence()).toBe('idle');
});
