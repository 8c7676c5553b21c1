import { type Child, element } from '../dom.ts';
import { copyButton } from './copyButton.ts';

/**
 * Code with a copy button; the block scrolls sideways by itself, so the keyboard must be able to enter it.
 * @param language stands in the bar
 */
export function commandBlock(command: string, title: string, language: Child = 'bash'): HTMLElement {
  const code = element('code', '', command);
  return element(
    'div',
    'command',
    element('div', 'command-bar', element('span', '', language), copyButton(code, `the code of “${title}”`)),
    element('pre', { attributes: { tabindex: '0', role: 'region', 'aria-label': `Code: ${title}` } }, code),
  );
}
