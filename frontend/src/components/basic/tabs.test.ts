// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { element } from '../../dom.ts';
import { press, show, texts } from '../../testing/screen.ts';
import { tabs } from './tabs.ts';

let made: HTMLElement;
beforeEach(() => {
  const all = ['curl', 'Node', 'Python'].map((title) => ({ title, content: element('p', '', `with ${title}`) }));
  made = show(tabs('Ways to send', all));
});

const buttons = () => [...made.querySelectorAll('button')];
const shown = () => texts(made, '[role=tabpanel]:not([hidden])');
const selected = () => buttons().map((one) => one.getAttribute('aria-selected') === 'true');

describe('tabs', () => {
  it('show the first one, and each that is pressed', () => {
    expect([shown(), selected()]).toEqual([['with curl'], [true, false, false]]);
    buttons()[2]?.click();
    expect([shown(), selected()]).toEqual([['with Python'], [false, false, true]]);
  });

  it('go round with the arrow keys, and take the focus along', () => {
    buttons()[0]?.focus();
    const steps = ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft'].map((key) => {
      press(document.activeElement as HTMLElement, key);
      return [document.activeElement?.textContent, ...shown()];
    });
    expect(steps).toEqual([
      ['Node', 'with Node'],
      ['Python', 'with Python'],
      ['curl', 'with curl'],
      ['Python', 'with Python'],
    ]);
  });

  it('have one that the Tab key reaches, and panels that are called by them', () => {
    expect(buttons().map((one) => one.tabIndex)).toEqual([0, -1, -1]);
    for (const one of buttons()) {
      const panel = document.getElementById(one.getAttribute('aria-controls') ?? '');
      expect(panel?.getAttribute('aria-labelledby')).toBe(one.id);
    }
  });

  it('leave other keys alone', () => {
    buttons()[0]?.focus();
    press(buttons()[0] as HTMLElement, 'a');
    expect(shown()).toEqual(['with curl']);
  });
});
