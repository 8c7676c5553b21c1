import { limits } from '../contract.generated.ts';

const { passwordMin: MIN_CHARACTERS, passwordMaxBytes: MAX_BYTES } = limits;

/** Why text cannot be a password by its length; the API also refuses the common ones and those made of one's own name. */
export function passwordFault(text: string): string | undefined {
  if (text.length < MIN_CHARACTERS) return `must be at least ${MIN_CHARACTERS} characters`;
  if (new TextEncoder().encode(text).length > MAX_BYTES)
    return `must be at most ${MAX_BYTES} bytes; letters outside of English take two or more`;
  return undefined;
}

/** How hard it is to guess, from 0 to 3, and the words for that. Length counts most; repeats and runs count little. */
export function passwordStrength(text: string): { level: 0 | 1 | 2 | 3; words: string } {
  const fault = passwordFault(text);
  if (fault !== undefined) {
    const missing = MIN_CHARACTERS - text.length;
    return {
      level: 0,
      words:
        missing > 0
          ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
          : `Too long: ${MAX_BYTES} bytes are the limit`,
    };
  }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(text)).length;
  const points =
    new Set(text).size +
    kinds * 2 +
    (text.length - MIN_CHARACTERS) / 2 -
    (/^(.)\1+$|0123|1234|abcd|qwer|pass/i.test(text) ? 8 : 0);
  if (points < 11) return { level: 1, words: 'Weak: easy to guess' };
  return points < 17 ? { level: 2, words: 'Fair: longer is better' } : { level: 3, words: 'Strong' };
}
