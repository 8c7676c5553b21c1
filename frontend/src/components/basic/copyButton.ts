import { element } from '../../dom.ts';

const SHOWN_MS = 2_000;

/**
 * A button that copies the text of `source`. Where the clipboard is closed (plain HTTP on anything but localhost) the text is selected
 * instead, and the button says so. `what` completes the sentence "Copy …" for those who do not see where the button stands; `shown` is what
 * the others see.
 */
export function copyButton(source: HTMLElement, what: string, shown = 'Copy'): HTMLElement {
  const label = element('span', { attributes: { 'aria-hidden': 'true' } }, shown);
  const announcement = element('span', { className: 'unseen', attributes: { role: 'status' } });
  let reset: ReturnType<typeof setTimeout> | undefined;
  const say = (word: string, sentence: string) => {
    label.textContent = word;
    announcement.textContent = sentence;
    clearTimeout(reset);
    reset = setTimeout(() => {
      label.textContent = shown;
      announcement.textContent = '';
    }, SHOWN_MS);
  };
  const copy = () => {
    const written = navigator.clipboard?.writeText(source.textContent ?? '') ?? Promise.reject(new Error('closed'));
    written.then(
      () => say('Copied', 'Copied'),
      () => {
        getSelection()?.selectAllChildren(source);
        say('Selected', 'Selected: copy it with the keyboard');
      },
    );
  };
  const button = element(
    'button',
    { className: 'copy', attributes: { type: 'button' }, on: { click: copy } },
    label,
    element('span', 'unseen', `Copy ${what}`),
  );
  return element('span', 'copy-box', button, announcement);
}
