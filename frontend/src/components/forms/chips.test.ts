// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { control, find, press, show, texts, type } from '../../testing/screen.ts';
import { type ChipsOptions, chipsField } from './chips.ts';

const startsWithLetter = (entry: string) => (/^[a-z]/.test(entry) ? undefined : 'must begin with a letter');

function make(options: Partial<ChipsOptions> = {}) {
  const told: (readonly string[])[] = [];
  const onChange = (value: readonly string[]) => told.push(value);
  const field = chipsField({ name: 'tags', label: 'Tags', value: ['a'], onChange, ...options });
  show(field.element);
  const input = find<HTMLInputElement>(field.element, 'input');
  const fault = () => find(field.element, '.fault').textContent;
  return { field, input, told, fault, shown: () => texts(field.element, '.chip span') };
}

describe('a list of short texts', () => {
  it.each(['Enter', ','])('takes what is typed with %s, and goes on', (key) => {
    const { field, input, told, shown } = make();
    type(input, 'b');
    expect(press(input, key)).toBe(false);
    expect([field.read(), shown(), input.value]).toEqual([['a', 'b'], ['a', 'b'], '']);
    expect(told).toEqual([['a', 'b']]);
  });

  it('lets Enter send the form when nothing is typed', () => {
    const { input, told } = make();
    expect(press(input, 'Enter')).toBe(true);
    expect(press(input, ',')).toBe(false);
    expect(told).toEqual([]);
  });

  it('takes several that were pasted, each once', () => {
    const { field, input } = make();
    type(input, ' b,c\tb  d ');
    press(input, 'Enter');
    expect(field.read()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes none of several when one is wrong, and keeps what was typed', () => {
    const { field, input, fault } = make({ check: startsWithLetter });
    type(input, 'b 1');
    press(input, 'Enter');
    expect([field.read(), input.value, fault()]).toEqual([['a'], 'b 1', 'Tags must begin with a letter']);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    type(input, 'b');
    press(input, 'Enter');
    expect([field.read(), fault(), input.hasAttribute('aria-invalid')]).toEqual([['a', 'b'], '', false]);
  });

  it('has nothing twice', () => {
    const { field, input, fault } = make();
    type(input, 'a');
    press(input, 'Enter');
    expect([field.read(), fault()]).toEqual([['a'], 'Tags has it already']);
  });

  it('takes what is still being typed when the form is sent', () => {
    const { field, input } = make({ check: startsWithLetter });
    type(input, 'b');
    expect(field.check()).toBe(undefined);
    expect(field.read()).toEqual(['a', 'b']);
    type(input, '1');
    expect(field.check()).toBe('must begin with a letter');
    expect(field.read()).toEqual(['a', 'b']);
  });

  it('loses an entry with its ×, and the focus goes on in the box', () => {
    const { field, input, told } = make({ value: ['a', 'b', 'c'] });
    control(field.element, 'Remove b').click();
    expect([field.read(), told]).toEqual([['a', 'c'], [['a', 'c']]]);
    expect(document.activeElement).toBe(input);
  });

  it('loses the last one with Backspace, when nothing is typed', () => {
    const { field, input } = make({ value: ['a', 'b'] });
    type(input, 'c');
    press(input, 'Backspace');
    expect(field.read()).toEqual(['a', 'b']);
    type(input, '');
    press(input, 'Backspace');
    expect(field.read()).toEqual(['a']);
  });

  it('offers what it does not have, by what is offered now', () => {
    let suggestions = ['a', 'b', 'c'];
    const { field } = make({ suggestions: () => suggestions.map((name) => ({ name, meaning: `is ${name}` })) });
    const offered = () => texts(field.element, '.offer');
    expect(offered()).toEqual(['b', 'c']);
    find(field.element, '.offer[title="is b"]').click();
    expect([field.read(), offered()]).toEqual([['a', 'b'], ['c']]);
    suggestions = ['d'];
    field.refresh();
    expect(offered()).toEqual(['d']);
  });
});
