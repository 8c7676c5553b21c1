import type { ValidationChain } from 'express-validator';
import { changeNames, changePassword, confirmPassword, signIn, signUp } from '../../contract/auth.ts';
import { limits } from '../../contract/limits.ts';
import { contractChains, type FieldRules } from '../../http/contractChains.ts';
import { isStorableText } from '../../http/text.ts';
import { type PasswordOwner, passwordFault } from './passwordFault.ts';

export const signUpChains = (): ValidationChain[] =>
  contractChains(signUp, {
    email: emailRules,
    password: (field) => newPasswordRules(field, ownerOf),
  });

export const signInChains = (): ValidationChain[] =>
  contractChains(signIn, { email: emailRules, password: sentPasswordRules });

export const changeNamesChains = (): ValidationChain[] => contractChains(changeNames);

/** What the new password may not have in common with the account, the service knows. */
export const changePasswordChains = (): ValidationChain[] =>
  contractChains(changePassword, {
    currentPassword: sentPasswordRules,
    newPassword: (field) => newPasswordRules(field, () => undefined),
  });

export const confirmChains = (): ValidationChain[] => contractChains(confirmPassword, { password: sentPasswordRules });

/** Length first: what follows never sees a long text. */
const emailRules: FieldRules = (field) =>
  field
    .isString()
    .withMessage('must be text')
    .bail()
    .custom((text: string) => text.length <= limits.email)
    .withMessage(`must be at most ${limits.email} characters`)
    .bail()
    .custom(isStorableText)
    .withMessage('must not hold control characters or broken Unicode')
    .bail()
    .customSanitizer((text: string) => text.normalize('NFC').trim().toLowerCase())
    .isEmail({ ignore_max_length: true })
    .withMessage('must be an e-mail address')
    .custom((text: string) => text.length <= limits.email)
    .withMessage(`must be at most ${limits.email} characters`);

const sentPasswordRules: FieldRules = (field) =>
  field
    .isString()
    .withMessage('must be text')
    .bail()
    .custom((text: string) => text !== '' && text.length <= limits.sentPassword)
    .withMessage(`must be 1 to ${limits.sentPassword} characters`)
    .bail()
    .custom((text: string) => text.isWellFormed() && !text.includes('\u0000'))
    .withMessage('must be well-formed Unicode without NUL');

function newPasswordRules(
  field: ValidationChain,
  owner: (sent: unknown) => PasswordOwner | undefined,
): ValidationChain {
  return sentPasswordRules(field)
    .bail()
    .custom((password: string, { req }) => {
      const fault = passwordFault(password, owner(req.body));
      if (fault) throw new Error(fault);
      return true;
    });
}

function ownerOf(sent: unknown): PasswordOwner {
  const field = (name: string): string => {
    const value: unknown = typeof sent === 'object' && sent !== null ? Reflect.get(sent, name) : undefined;
    return typeof value === 'string' ? value.slice(0, 300).trim() : '';
  };
  return { email: field('email'), firstName: field('firstName'), lastName: field('lastName') };
}
