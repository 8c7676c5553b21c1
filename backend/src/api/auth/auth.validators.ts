import { body, type ValidationChain } from 'express-validator';
import { isStorableText, textField } from '../../http/text.ts';
import { type PasswordOwner, passwordFault } from './passwordFault.ts';

/** A sign-up after validation; the e-mail is lower case. */
export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** A sign-in after validation; the e-mail is lower case. */
export interface SignInInput {
  readonly email: string;
  readonly password: string;
}

/** New names after validation; those that are absent stay. */
export interface ChangeNamesInput {
  readonly firstName?: string;
  readonly lastName?: string;
}

/** A password that must be right, and the one that is to replace it. */
export interface ChangePasswordInput {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** The password that confirms what cannot be undone. */
export interface ConfirmInput {
  readonly password: string;
}

const maxEmailCharacters = 254;
/** Far above any password we accept; longer text is no attempt to sign in. */
const maxSentPasswordCharacters = 1024;

export const signUpChains = (): ValidationChain[] => [
  emailField(),
  passwordText('password')
    .bail()
    .custom((password: string, { req }) => {
      const fault = passwordFault(password, ownerOf(req.body));
      if (fault) throw new Error(fault);
      return true;
    }),
  textField('firstName', 100),
  textField('lastName', 100),
];

export const signInChains = (): ValidationChain[] => [emailField(), passwordText('password')];

export const changeNamesChains = (): ValidationChain[] => [
  textField('firstName', 100).optional(),
  textField('lastName', 100).optional(),
];

/** The rules for the new password need the account, so the service applies them. */
export const changePasswordChains = (): ValidationChain[] => [
  passwordText('currentPassword'),
  passwordText('newPassword'),
];

export const confirmChains = (): ValidationChain[] => [passwordText('password')];

/** Length first: what follows never sees a long text. */
function emailField(): ValidationChain {
  return body('email')
    .isString()
    .withMessage('must be text')
    .bail()
    .custom((text: string) => text.length <= maxEmailCharacters)
    .withMessage(`must be at most ${maxEmailCharacters} characters`)
    .bail()
    .custom(isStorableText)
    .withMessage('must not hold control characters or broken Unicode')
    .bail()
    .customSanitizer((text: string) => text.normalize('NFC').trim().toLowerCase())
    .isEmail({ ignore_max_length: true })
    .withMessage('must be an e-mail address')
    .custom((text: string) => text.length <= maxEmailCharacters)
    .withMessage(`must be at most ${maxEmailCharacters} characters`);
}

function passwordText(name: string): ValidationChain {
  return body(name)
    .isString()
    .withMessage('must be text')
    .bail()
    .custom((text: string) => text !== '' && text.length <= maxSentPasswordCharacters)
    .withMessage(`must be 1 to ${maxSentPasswordCharacters} characters`)
    .bail()
    .custom((text: string) => text.isWellFormed() && !text.includes('\u0000'))
    .withMessage('must be well-formed Unicode without NUL');
}

function ownerOf(sent: unknown): PasswordOwner {
  const field = (name: string): string => {
    const value: unknown = typeof sent === 'object' && sent !== null ? Reflect.get(sent, name) : undefined;
    return typeof value === 'string' ? value.slice(0, 300).trim() : '';
  };
  return { email: field('email'), firstName: field('firstName'), lastName: field('lastName') };
}
