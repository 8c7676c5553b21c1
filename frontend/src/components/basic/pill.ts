import { element } from '../../dom.ts';

/** A word in its colour; a shape besides, for those who see no colours. */
export function pill(tone: string, word: string): HTMLElement {
  return element(
    'span',
    { className: 'pill', attributes: { 'data-tone': tone } },
    element('span', { className: 'dot', attributes: { 'aria-hidden': 'true' } }),
    word,
  );
}
