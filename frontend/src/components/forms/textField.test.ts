// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { find, show, type } from '../../testing/screen.ts';
import { type TextFieldOptions, textField } from './textField.ts';

const upperCase = (text: string) => (text === text.toUpperCase() ? undefined : 'must be in capitals');

function make(options: Partial<TextFieldOptions> = {}) {
  const field = textField({ name: 'code', label: 'Code', ...options });
  show(field.element);
  return { field, input: field.input, fault: () => find(field.element, '.fault').textContent };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a text field', () => {
  it('is labelled, and described by its hint and its fault', () => {
    const { input } = make({ hint: 'As on the letter.', maxLength: 5, placeholder: 'AB' });
    expect(find(document, 'label').getAttribute('for')).toBe(input.id);
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ');
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual(['As on the letter.', '']);
    expect([input.getAttribute('maxlength'), input.getAttribute('placeholder')]).toEqual(['5', 'AB']);
    expect(input.hasAttribute('required')).toBe(true);
  });

  it('has an id of its own, though another one has its name', () => {
    expect(make().input.id).not.toBe(make().input.id);
  });

  it.each([
    ['', false, 'is needed'],
    ['   ', false, 'is needed'],
    ['', true, undefined],
    ['ab', true, 'must be in capitals'],
    [' AB ', false, undefined],
  ])('with “%s”, optional: %s, has the fault %s', (value, optional, fault) => {
    expect(make({ value, optional, check: upperCase }).field.check()).toBe(fault);
  });

  it('takes spaces of a password as they are', () => {
    const check = (text: string) => (text === ' ab ' ? undefined : 'has lost its spaces');
    expect(make({ type: 'password', value: ' ab ', check }).field.check()).toBe(undefined);
  });

  it('of several lines is a text area', () => {
    const { input } = make({ lines: 2, value: 'a\nb' });
    expect([input.tagName, input.getAttribute('rows'), input.value]).toEqual(['TEXTAREA', '2', 'a\nb']);
  });

  it('says what is wrong a moment after it is left, and takes it back as soon as it is right', () => {
    const { field, input, fault } = make({ check: upperCase });
    field.focus();
    type(input, 'ab');
    expect(fault()).toBe('');
    input.blur();
    expect(fault()).toBe('');
    vi.runAllTimers();
    expect(fault()).toBe('Code must be in capitals');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    type(input, 'Ab');
    expect(fault()).toBe('Code must be in capitals');
    type(input, 'AB');
    expect(fault()).toBe('');
    expect(input.hasAttribute('aria-invalid')).toBe(false);
  });

  it('says nothing when it is left empty, or is gone back to at once', () => {
    const { field, input, fault } = make({ check: upperCase });
    field.focus();
    input.blur();
    vi.runAllTimers();
    expect(fault()).toBe('');
    type(input, 'ab');
    input.blur();
    field.focus();
    vi.runAllTimers();
    expect(fault()).toBe('');
  });

  it('says nothing when it is left for a button: a line that appears would move the button away', () => {
    const { field, input, fault } = make({ check: upperCase });
    field.focus();
    type(input, 'ab');
    const button = document.createElement('button');
    document.body.append(button);
    button.focus();
    expect(document.activeElement).toBe(button);
    vi.runAllTimers();
    expect(fault()).toBe('');
  });

  it('tells of what is typed', () => {
    const typed: string[] = [];
    const { input } = make({ onInput: (text) => typed.push(text) });
    type(input, 'a');
    type(input, 'ab');
    expect(typed).toEqual(['a', 'ab']);
  });
});
