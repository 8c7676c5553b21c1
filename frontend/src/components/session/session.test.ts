// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { control, find, show, texts, type } from '../../testing/screen.ts';
import { failedSignInsNotice } from './failedSignInsNotice.ts';
import { passwordField } from './passwordField.ts';

const make = (purpose: 'new' | 'current') => {
  const field = passwordField({ name: 'password', label: 'Password', purpose });
  show(field.element);
  return { field, input: field.input };
};
const key = (name: string, capsLock: boolean) => {
  const event = new KeyboardEvent(name, { key: 'a', bubbles: true });
  Object.defineProperty(event, 'getModifierState', {
    value: (modifier: string) => modifier === 'CapsLock' && capsLock,
  });
  return event;
};

describe('a new password', () => {
  it('is measured while it is typed', () => {
    const { field, input } = make('new');
    const meter = find(field.element, '.strength');
    const says = () => find(field.element, '.hint [aria-live]').textContent;
    expect(says()).toContain('At least 8 characters');
    type(input, 'abc');
    expect([meter.dataset.level, says(), field.check()]).toEqual([
      '0',
      '5 more characters',
      'must be at least 8 characters',
    ]);
    type(input, 'seven quiet lanterns in a row');
    expect([meter.dataset.level, says(), field.check()]).toEqual(['3', 'Strong', undefined]);
    type(input, '');
    expect(says()).toContain('At least 8 characters');
    expect(input.getAttribute('autocomplete')).toBe('new-password');
  });
});

describe('a password that is asked for', () => {
  it('is taken as it is', () => {
    const { field, input } = make('current');
    type(input, 'a');
    expect([field.check(), field.read(), field.element.querySelector('.strength')]).toEqual([undefined, 'a', null]);
    expect(input.getAttribute('autocomplete')).toBe('current-password');
  });

  it('is shown on demand, and hidden again', () => {
    const { field, input } = make('current');
    const reveal = control(field.element, 'Show password');
    const state = () => [input.getAttribute('type'), reveal.textContent, reveal.getAttribute('aria-pressed')];
    expect(state()).toEqual(['password', 'Show', 'false']);
    reveal.click();
    expect(state()).toEqual(['text', 'Hide', 'true']);
    reveal.click();
    expect(state()).toEqual(['password', 'Show', 'false']);
  });

  it('says that caps lock is on, while it is and somebody types', () => {
    const { field, input } = make('current');
    const says = () => texts(field.element, '.caps');
    input.dispatchEvent(key('keydown', true));
    expect(says()).toEqual([' Caps lock is on.']);
    input.dispatchEvent(key('keyup', false));
    expect(says()).toEqual(['']);
    input.dispatchEvent(key('keydown', true));
    input.dispatchEvent(new FocusEvent('blur'));
    expect(says()).toEqual(['']);
  });
});

describe('wrong passwords', () => {
  it('are told with when the last one was, and not when there were none', () => {
    const lastAt = '2026-06-01T12:00:00';
    const made = failedSignInsNotice({ count: 3, lastAt }, 'more');
    expect(made?.textContent).toMatch(/^3 wrong passwords since your last sign-in, the last one at .*12:00\..*more$/);
    expect(failedSignInsNotice({ count: 0, lastAt })).toBe(undefined);
    expect(failedSignInsNotice({ count: 1, lastAt: null })).toBe(undefined);
  });
});
