/** Only what is surely wrong; the API decides. */
export function emailFault(text: string): string | undefined {
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text) ? undefined : 'must be an e-mail address';
}
