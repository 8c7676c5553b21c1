import type { Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { refusal } from './refuse.ts';
import { structureLength } from './structureLength.ts';

/** Longest query, in characters. */
export const maxQueryLength = 131_072;
/** As many of them may be outside of strings, over all selectors of a request together. */
export const maxStructureLength = 16_384;
/** How deep the tree of a query may be: an operator is one level, a call two; a chain of n operators is n deep. */
export const maxDepth = 400;

// Without `strict` lezer answers any text with a tree, errors inside; with it, the first one ends the work.
const strictParser = parser.configure({ strict: true });

/**
 * The tree of a PromQL expression, and how many levels it has: no error nodes, not too long, not too deep.
 * @throws ValidationError
 */
export function parseQuery(text: string): { tree: Tree; depth: number } {
  if (text.length > maxQueryLength) throw refusal(`the query is longer than ${maxQueryLength} characters`);
  checkStructure([text]);
  // Prometheus takes U+FFFD for a sign of broken UTF-8, which it is when it comes out of a decoder.
  if (!text.isWellFormed() || text.includes('\ufffd')) throw refusal('the query is not valid UTF-8');
  const tree = parseStrictly(text);
  let level = 0;
  let depth = 0;
  tree.iterate({
    enter({ type }) {
      if (type.isError) throw refusal('parse error');
      level += 1;
      depth = Math.max(depth, level);
      if (level > maxDepth) throw refusal('the query is nested too deeply');
    },
    leave() {
      level -= 1;
    },
  });
  return { tree, depth };
}

/**
 * Selectors of one request may together be as long as one query.
 * @throws ValidationError
 */
export function checkSelectorLengths(selectors: readonly string[]): void {
  const length = selectors.reduce((sum, { length }) => sum + length, 0);
  if (length > maxQueryLength) throw refusal(`the selectors are together longer than ${maxQueryLength} characters`);
  checkStructure(selectors);
}

/** @throws ValidationError when the texts would take long to parse, which one thread does for everybody */
function checkStructure(texts: readonly string[]): void {
  const length = texts.reduce((sum, text) => sum + structureLength(text), 0);
  if (length > maxStructureLength) {
    throw refusal(`the query is longer than ${maxStructureLength} characters, not counting what is in quotes`);
  }
}

function parseStrictly(text: string): Tree {
  try {
    return strictParser.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = /No parse at (\d+)/.exec(error.message)?.[1];
    throw refusal(position === undefined ? 'parse error' : `parse error at character ${Number(position) + 1}`);
  }
}
