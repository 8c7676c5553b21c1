// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { control, find } from '../../testing/screen.ts';
import { openDialog } from './dialog.ts';

beforeEach(() => {
  document.body.replaceChildren();
});

const dialogs = () => document.querySelectorAll('dialog').length;

describe('a dialog', () => {
  it('is modal, is called by its title, and leaves the page when it closes', () => {
    const onClose = vi.fn();
    const { element } = openDialog('Edit Shop', () => ['text'], { onClose });
    expect(element.open).toBe(true);
    expect(find(document, `#${element.getAttribute('aria-labelledby')}`).textContent).toBe('Edit Shop');
    expect(element.textContent).toContain('text');
    control(element, 'Close').click();
    expect([dialogs(), onClose.mock.calls.length]).toEqual([0, 1]);
  });

  it('closes when its page is left', () => {
    openDialog('Edit Shop', () => []);
    dispatchEvent(new Event('hashchange'));
    expect(dialogs()).toBe(0);
  });

  it('that must be answered opens again when it is closed in another way', () => {
    let answer = () => {};
    const content = (close: () => void) => {
      answer = close;
      return [];
    };
    const { element } = openDialog('Your secret', content, { closable: false });
    expect([element.getAttribute('closedby'), element.querySelector('button')]).toEqual(['none', null]);
    element.close();
    expect([dialogs(), element.open]).toEqual([1, true]);
    dispatchEvent(new Event('hashchange'));
    expect(element.open).toBe(true);
    answer();
    expect(dialogs()).toBe(0);
  });
});
