import { element } from '../../dom.ts';
import type { Snippet } from '../../examples/snippet.ts';
import { copyButton } from './copyButton.ts';

/**
 * Code with a copy button; the block scrolls sideways by itself, so the keyboard must be able to enter it.
 * @param note stands behind the language in the bar
 */
export function commandBlock({ title, language, text }: Snippet, note?: string): HTMLElement {
  const code = element('code', '', text);
  const head = note === undefined ? language : `${language} · ${note}`;
  return element(
    'div',
    'command',
    element('div', 'command-bar', element('span', '', head), copyButton(code, `the code of “${title}”`)),
    element('pre', { attributes: { tabindex: '0', role: 'region', 'aria-label': `Code: ${title}` } }, code),
  );
}
