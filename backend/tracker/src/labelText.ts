/** Text, numbers and booleans make a label; anything else makes none. */
export function textOf(value: unknown): string {
  return /^(string|number|boolean)$/.test(typeof value) ? clip(String(value)) : '';
}

/** As much of a text as the collector takes as a label value: 200 bytes of UTF-8, no NUL, no half of a surrogate pair. */
export function clip(text: string): string {
  let clipped = '';
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) || 0xd800;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > 200) break;
    if (code < 0xd800 || code > 0xdfff) clipped += character;
  }
  return clipped;
}
