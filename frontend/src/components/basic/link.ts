import { type Child, element } from '../../dom.ts';

/** A link in a sentence. */
export function link(text: Child, href: string): HTMLElement {
  return element('a', { attributes: { href } }, text);
}
