// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { element } from '../../dom.ts';
import { show } from '../../testing/screen.ts';
import { button } from './button.ts';
import { link } from './link.ts';
import { replaceKeepingFocus } from './replaceKeepingFocus.ts';

let place: HTMLElement;
beforeEach(() => {
  place = show(element('div', ''));
});

const press = (name: string, label?: string) => button(name, () => undefined, label === undefined ? {} : { label });
const focused = () => document.activeElement;

describe('the focus', () => {
  it('stays on an element that stays', () => {
    const kept = press('Save');
    place.append(press('Other'), kept);
    kept.focus();
    replaceKeepingFocus(place, () => [element('div', '', kept)]);
    expect(focused()).toBe(kept);
  });

  it('goes to the button that is called the same, not to another one of that text', () => {
    const old = press('End', 'End the session of Firefox');
    place.append(old);
    old.focus();
    const next = press('End', 'End the session of Firefox');
    replaceKeepingFocus(place, () => [press('End', 'End the session of Safari'), next]);
    expect(focused()).toBe(next);
  });

  it('goes to the link that leads to the same page', () => {
    const old = link('Edit', '#/metrics/1');
    place.append(old);
    old.focus();
    const next = link('Edit', '#/metrics/1');
    replaceKeepingFocus(place, () => [link('Edit', '#/metrics/2'), next]);
    expect(focused()).toBe(next);
  });

  it('goes nowhere when there is no such button, or it is disabled', () => {
    const old = press('Next');
    place.append(old);
    old.focus();
    const disabled = press('Next');
    disabled.disabled = true;
    replaceKeepingFocus(place, () => [disabled, press('Previous')]);
    expect(focused()).toBe(document.body);
  });

  it('stays elsewhere when it was elsewhere', () => {
    const outside = press('Next');
    document.body.append(outside);
    outside.focus();
    replaceKeepingFocus(place, () => [press('Next')]);
    expect(focused()).toBe(outside);
  });
});
