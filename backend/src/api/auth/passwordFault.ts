import { limits } from '../../contract/limits.ts';
import { commonPasswords, normalizedPassword } from './commonPasswords.ts';

/** Limits of a password, in UTF-8 bytes above and characters below. bcrypt reads 72 bytes and ignores the rest, so more is refused. */
export const passwordLimits = { minCharacters: limits.passwordMin, maxBytes: limits.passwordMaxBytes } as const;

const productWords = /^(uvp|unified|visibility|platform|prometheus|pushgateway|grafana|metrics?|dashboard)+$/;

/** Whose password it is: nobody may use these as one. */
export interface PasswordOwner {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/**
 * Why text cannot be a password, or undefined when it can. No rules of composition (NIST SP 800-63B, 3.1.1.2): length, the common ones,
 * and what anybody would guess from the account.
 */
export function passwordFault(password: string, owner?: PasswordOwner): string | undefined {
  if (password.length < passwordLimits.minCharacters)
    return `must be at least ${passwordLimits.minCharacters} characters`;
  if (Buffer.byteLength(password) > passwordLimits.maxBytes) {
    return `must be at most ${passwordLimits.maxBytes} bytes; letters outside of English take two or more`;
  }
  if (!password.isWellFormed() || password.includes('\u0000')) return 'must be well-formed Unicode without NUL';
  if (isGuessable(normalizedPassword(password), owner)) return 'is too easy to guess; choose another one';
  return undefined;
}

function isGuessable(password: string, owner: PasswordOwner | undefined): boolean {
  if (commonPasswords.has(password) || new Set(password).size < 3) return true;
  const core = password.replace(/[\s\d._!@#$%^&*?-]+/g, '');
  if (productWords.test(core)) return true;
  if (!owner) return false;
  const email = owner.email.toLowerCase();
  const [mailbox = ''] = email.split('@');
  const first = owner.firstName.toLowerCase();
  const last = owner.lastName.toLowerCase();
  return [email, mailbox, `${first}${last}`, `${first} ${last}`, `${first}.${last}`, `${last}${first}`].includes(
    password,
  );
}
