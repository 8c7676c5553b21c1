/**
 * How many characters of a query are outside of strings. Each of those can be a node of the tree, which is what parsing costs; a string
 * is one node, however long.
 */
export function structureLength(text: string): number {
  let length = 0;
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    const end = '"\'`'.includes(character) ? endOfString(text, at) : character === '#' ? endOfLine(text, at) : at + 1;
    length += character === '#' ? end - at : 1;
    at = end;
  }
  return length;
}

/** Behind the closing quote, or where the line ends, which ends a string that has none. */
function endOfString(text: string, start: number): number {
  const quote = text[start];
  if (quote === '`') {
    const end = text.indexOf(quote, start + 1);
    return end === -1 ? text.length : end + 1;
  }
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === quote) return at + 1;
    if (character === '\n') return at;
    if (character === '\\') at += 1;
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
