import { element } from '../../dom.ts';
import type { Snippet } from '../../examples/snippet.ts';
import { commandBlock } from './commandBlock.ts';

/** A tag to copy; says what the line above it is for, where there is one. */
export function wholeTag(earlyTag: string, tag: Snippet): HTMLElement {
  const block = commandBlock(tag);
  if (earlyTag === '') return block;
  const note =
    'The first line keeps errors and clicks that happen before the script has loaded. Leave it out if your Content-Security-Policy forbids inline scripts.';
  return element('div', '', block, element('p', 'soft', note));
}
