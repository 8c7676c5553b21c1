import type { Tree } from '@lezer/common';
import { refusal } from './refuse.ts';

/** What the grammar skips between tokens; Prometheus knows only four of them. */
const foreignBlank = /[^\S \t\r\n]/;

/**
 * Blanks and comments are where the grammar and Prometheus read differently: Unicode blanks are none to Prometheus, and to it a
 * comment ends at a carriage return, too. Text that has one or the other is refused, instead of answering another question than asked.
 * @throws ValidationError
 */
export function checkBlanks(tree: Tree, text: string): void {
  let position = 0;
  const check = (end: number) => {
    if (foreignBlank.test(text.slice(position, end)))
      throw refusal('only spaces, tabs and line breaks can separate words');
    position = end;
  };
  tree.iterate({
    enter({ node, name, from, to }) {
      if (node.firstChild && name !== 'LineComment') return true;
      check(from);
      if (name === 'LineComment' && /\r(?!\n?$)/.test(text.slice(from, to))) {
        throw refusal('a comment cannot hold a carriage return');
      }
      if (name === 'StringLiteral' || name === 'LineComment') position = to;
      return false;
    },
  });
  check(text.length);
}
