import { query, type ValidationChain } from 'express-validator';

/** A slice of a list. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

const defaultLimit = 100;
const maxLimit = 500;
const maxOffset = 1_000_000_000;

/** `limit` (1-500, default 100) and `offset` (0 or more) of the query. */
export function pageChains(): ValidationChain[] {
  return [
    wholeNumber('limit', defaultLimit, 1, maxLimit, `must be a whole number from 1 to ${maxLimit}`),
    wholeNumber('offset', 0, 0, maxOffset, 'must be a whole number, 0 or more'),
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
