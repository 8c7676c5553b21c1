/** Why text is no entry of a key's allow-list, or undefined; the API decides in the end. */
export function originFault(text: string): string | undefined {
  const exact = text.replace(/^(https?:\/\/)\*\./i, '$1');
  if (/^https?:\/\/[^/?#@\\\s*]+\/?$/i.test(exact) && URL.canParse(exact)) return undefined;
  return 'must be origins, such as https://shop.example or https://*.shop.example';
}
