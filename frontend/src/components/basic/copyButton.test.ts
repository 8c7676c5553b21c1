// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { element } from '../../dom.ts';
import { find, show } from '../../testing/screen.ts';
import { copyButton } from './copyButton.ts';

const written: string[] = [];
let clipboard: Pick<Clipboard, 'writeText'> | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  written.length = 0;
  clipboard = { writeText: async (text) => void written.push(text) };
  vi.spyOn(navigator, 'clipboard', 'get').mockImplementation(() => clipboard as Clipboard);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function make() {
  const source = element('code', '', 'curl <here>');
  const made = show(element('div', '', source, copyButton(source, 'the command')));
  const press = async () => {
    find(made, 'button').click();
    await vi.advanceTimersByTimeAsync(1);
  };
  return {
    made,
    press,
    says: () => [find(made, '[aria-hidden]').textContent, find(made, '[role=status]').textContent],
  };
}

describe('a button that copies', () => {
  it('says what it copies to those who do not see where it stands', () => {
    expect(find(make().made, 'button .unseen').textContent).toBe('Copy the command');
  });

  it('copies the text, and says so for a moment', async () => {
    const { press, says } = make();
    await press();
    expect([written, says()]).toEqual([['curl <here>'], ['Copied', 'Copied']]);
    await vi.advanceTimersByTimeAsync(1_000);
    await press();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(says()).toEqual(['Copied', 'Copied']);
    await vi.advanceTimersByTimeAsync(500);
    expect(says()).toEqual(['Copy', '']);
  });

  it.each([
    ['closed', undefined],
    ['forbidden', { writeText: () => Promise.reject(new Error('no')) }],
  ])('selects the text where the clipboard is %s', async (_why, given) => {
    clipboard = given;
    const { press, says } = make();
    await press();
    expect(says()).toEqual(['Selected', 'Selected: copy it with the keyboard']);
    expect(getSelection()?.toString()).toBe('curl <here>');
  });
});
