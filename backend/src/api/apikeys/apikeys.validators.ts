import { body, type ValidationChain } from 'express-validator';
import { textField } from '../../http/text.ts';
import { normalizeAllowedOrigin } from './allowedOrigin.ts';

/** A new key after validation. */
export interface CreateApiKeyInput {
  readonly keyName: string;
  readonly expiresAt?: Date;
  readonly allowedOrigins?: string[];
  readonly createsMetrics?: boolean;
}

/** The fields of a key that are to change; `expiresAt: null` lets it live for ever. */
export interface UpdateApiKeyInput {
  readonly keyName?: string;
  readonly isActive?: boolean;
  readonly expiresAt?: Date | null;
  readonly allowedOrigins?: string[];
  readonly createsMetrics?: boolean;
}

export const maxAllowedOrigins = 50;
const timeFault = 'must be an RFC 3339 time with its zone, e.g. 2030-01-31T00:00:00Z';

/** `now` is asked at every request. */
export const createApiKeyChains = (now: () => number): ValidationChain[] => [
  textField('keyName', 100),
  futureTime(body('expiresAt').optional({ values: 'null' }), now),
  origins(body('allowedOrigins').optional({ values: 'null' })),
  truth(body('createsMetrics').optional({ values: 'null' })),
];

/** PATCH changes the fields that are given, so none is required. */
export const updateApiKeyChains = (now: () => number): ValidationChain[] => [
  textField('keyName', 100).optional(),
  truth(body('isActive').optional()),
  truth(body('createsMetrics').optional()),
  // Null is a value here, and what follows does not look at it.
  futureTime(
    body('expiresAt')
      .optional()
      .if((value: unknown) => value !== null),
    now,
  ),
  origins(body('allowedOrigins').optional()),
];

function truth(field: ValidationChain): ValidationChain {
  return field.custom((value: unknown) => typeof value === 'boolean').withMessage('must be true or false');
}

function futureTime(field: ValidationChain, now: () => number): ValidationChain {
  return field
    .isString()
    .withMessage('must be a date and time')
    .bail()
    .custom((text: string) => text.length <= 40 && /(Z|[+-]\d\d:\d\d)$/i.test(text))
    .withMessage(timeFault)
    .bail()
    .isISO8601({ strict: true, strictSeparator: true })
    .withMessage(timeFault)
    .bail()
    .customSanitizer((text: string) => new Date(text))
    .custom((date: Date) => date.getTime() > now() && date.getUTCFullYear() <= 9999)
    .withMessage('must be in the future');
}

function origins(field: ValidationChain): ValidationChain {
  return field
    .custom((list: unknown) => Array.isArray(list) && list.length <= maxAllowedOrigins)
    .withMessage(`must be a list of up to ${maxAllowedOrigins} origins`)
    .bail()
    .custom((list: unknown[]) => {
      const wrong = list.findIndex((entry) => typeof entry !== 'string' || normalizeAllowedOrigin(entry) === undefined);
      if (wrong >= 0) {
        throw new Error(
          `must hold origins only, e.g. https://shop.example or https://*.shop.example (see entry ${wrong})`,
        );
      }
      return true;
    })
    .bail()
    .customSanitizer((list: string[]) => [...new Set(list.map(normalizeAllowedOrigin))]);
}
