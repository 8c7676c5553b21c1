/**
 * JSON as a JavaScript expression that is safe wherever scripts stand: no `<`, `>` or `&` (so no `</script>` and no `<!--` in HTML),
 * no U+2028 or U+2029 (line ends in JavaScript before ES2019), ASCII only (a page may have any encoding).
 */
export function toScriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u007f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A regular expression as a literal in JavaScript; `source` holds ASCII only, and no character that `toScriptJson` escapes. */
export function toScriptPattern(source: string): string {
  return String(new RegExp(source));
}

/** Text inside a double-quoted HTML attribute. */
export function toAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A person's text as part of a comment: letters, digits and harmless marks, whatever it held, in 80 characters. */
export function toComment(text: string): string {
  const safe = text.replace(/[^\p{L}\p{N}\p{M} .,:_-]+/gu, ' ').replace(/ +/g, ' ');
  return [...safe].slice(0, 80).join('').trim();
}
