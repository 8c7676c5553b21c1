import { query, type ValidationChain } from 'express-validator';
import { type Transport, transports } from '../../tracking-code/trackedMetric.ts';

/** Both of `config` and `key` name the script of one configuration, neither the generic library. */
export interface ScriptQuery {
  /** Id of a metric configuration. */
  readonly config?: string;
  /** Public key id, `mk_…`. */
  readonly key?: string;
  readonly transport?: Transport;
}

export const scriptChains = (): ValidationChain[] => [
  query('config').optional().custom(isShortText).withMessage('must be the id of a metric configuration'),
  query('key').optional().custom(isShortText).withMessage('must be a public key id'),
  query('config')
    .custom((config: unknown, { req }) => (config === undefined) === (req.query?.key === undefined))
    .withMessage('and key belong together; leave both out for the generic library'),
  query('transport')
    .optional()
    .custom((value: unknown) => transports.some((transport) => transport === value))
    .withMessage(`must be one of ${transports.join(', ')}`),
];

/** A repeated parameter is a list, and no text. */
function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 100;
}
