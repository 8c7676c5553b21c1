import { query, type ValidationChain } from 'express-validator';
import { limits } from '../contract/limits.ts';

const { limit, defaultLimit, offset } = limits.page;

/** `limit` and `offset` of the query. */
export function pageChains(): ValidationChain[] {
  return [
    wholeNumber('limit', defaultLimit, 1, limit, `must be a whole number from 1 to ${limit}`),
    wholeNumber('offset', 0, 0, offset, 'must be a whole number, 0 or more'),
  ];
}

/** A parameter that is given twice is a list, and isInt and toInt would go through its items. */
function wholeNumber(name: string, fallback: number, min: number, max: number, message: string): ValidationChain {
  return query(name)
    .default(String(fallback))
    .isString()
    .withMessage('must be given once')
    .bail()
    .isInt({ min, max })
    .withMessage(message)
    .toInt();
}
