import type { ValidationChain } from 'express-validator';
import { createApiKey, updateApiKey } from '../../contract/apiKeys.ts';
import { limits } from '../../contract/limits.ts';
import { contractChains } from '../../http/contractChains.ts';
import { normalizeAllowedOrigin } from './allowedOrigin.ts';

const timeFault = 'must be an RFC 3339 time with its zone, e.g. 2030-01-31T00:00:00Z';

/** `now` is asked at every request. Null is as good as nothing for a new key. */
export const createApiKeyChains = (now: () => number): ValidationChain[] =>
  contractChains(createApiKey, {
    expiresAt: (field) => futureTime(field.optional({ values: 'null' }), now),
    allowedOrigins: (field) => origins(field.optional({ values: 'null' })),
    createsMetrics: trueOrFalse,
    countRobots: trueOrFalse,
  });

/** PATCH changes the fields that are given, so none is required. */
export const updateApiKeyChains = (now: () => number): ValidationChain[] =>
  contractChains(updateApiKey, {
    // Null is a value here, and what follows does not look at it.
    expiresAt: (field) =>
      futureTime(
        field.if((value: unknown) => value !== null),
        now,
      ),
    allowedOrigins: origins,
  });

function trueOrFalse(field: ValidationChain): ValidationChain {
  return field
    .optional({ values: 'null' })
    .custom((value: unknown) => typeof value === 'boolean')
    .withMessage('must be true or false');
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
    .custom((text: string) => Date.parse(text) > now() && new Date(text).getUTCFullYear() <= 9999)
    .withMessage('must be in the future');
}

function origins(field: ValidationChain): ValidationChain {
  return field
    .custom((list: unknown) => Array.isArray(list) && list.length <= limits.allowedOrigins)
    .withMessage(`must be a list of up to ${limits.allowedOrigins} origins`)
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
