// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { choose, find, labelled, show } from '../../testing/screen.ts';
import { checkField } from './checkField.ts';

describe('a switch', () => {
  it('begins as it is given, and tells of each change', () => {
    const told: boolean[] = [];
    const options = { name: 'isActive', label: 'Takes samples', value: true };
    const field = checkField({ ...options, hint: 'Or not.', onChange: (value) => told.push(value) });
    show(field.element);
    const input = labelled(field.element, 'Takes samples');
    expect([input.checked, field.read(), find(field.element, '.hint').textContent]).toEqual([true, true, 'Or not.']);
    choose(input, false);
    choose(input, true);
    expect([told, field.read()]).toEqual([[false, true], true]);
  });

  it('takes the focus, and shows what the API has against it', () => {
    const field = checkField({ name: 'isActive', label: 'Takes samples', value: false });
    show(field.element);
    field.focus();
    expect(document.activeElement).toBe(find(field.element, 'input'));
    field.showFault('Not now.');
    expect(find(field.element, '.fault').textContent).toBe('Not now.');
    expect(field.check()).toBe(undefined);
  });
});
