// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { button, linkButton, whileBusy } from './button.ts';

describe('a button', () => {
  it('does not send a form, and says a whole sentence where its word is too little', () => {
    const click = vi.fn();
    const made = button('End', click, { kind: 'danger', icon: 'trash', label: 'End the session of Firefox' });
    made.click();
    expect(click).toHaveBeenCalledOnce();
    expect([made.type, made.textContent, made.getAttribute('aria-label')]).toEqual([
      'button',
      'End',
      'End the session of Firefox',
    ]);
    expect(made.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  });

  it('that looks like one, and leads somewhere, is a link', () => {
    const made = linkButton('Edit', '#/edit');
    expect([made.tagName, made.getAttribute('href'), made.className]).toEqual(['A', '#/edit', 'button plain']);
  });
});

describe('whileBusy', () => {
  it('does the work once at a time, and is free again when the work fails', async () => {
    const made = button('Save', () => undefined);
    let fail = (_: Error) => {};
    const work = vi.fn(() => new Promise<void>((_, reject) => (fail = reject)));
    const first = whileBusy(made, work);
    await whileBusy(made, work);
    expect([work.mock.calls.length, made.getAttribute('aria-busy')]).toEqual([1, 'true']);
    fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    expect(made.hasAttribute('aria-busy')).toBe(false);
  });
});
