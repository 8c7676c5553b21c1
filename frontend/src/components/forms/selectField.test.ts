// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { choose, find, labelled, show, texts } from '../../testing/screen.ts';
import { selectField } from './selectField.ts';

const choices = [
  ['0', 'now'],
  ['60', 'in a minute'],
] as const;

describe('a choice from a list', () => {
  it('has the choices in their order, and the one that is given', () => {
    const field = selectField({ name: 'when', label: 'When', choices, value: '60' });
    show(field.element);
    expect(texts(field.element, 'option')).toEqual(['now', 'in a minute']);
    expect(field.read()).toBe('60');
    expect(labelled(field.element, 'When')).toBe(field.input);
  });

  it('tells of another choice', () => {
    const chosen: string[] = [];
    const field = selectField({ name: 'when', label: 'When', choices, onChange: (value) => chosen.push(value) });
    show(field.element);
    choose(field.input, '60');
    expect([chosen, field.read()]).toEqual([['60'], '60']);
  });

  it('shows what the API has against it', () => {
    const field = selectField({ name: 'when', label: 'When', choices });
    field.showFault('is too late');
    expect(find(field.element, '.fault').textContent).toBe('When is too late');
    field.showFault(undefined);
    expect(find(field.element, '.fault').textContent).toBe('');
  });
});
