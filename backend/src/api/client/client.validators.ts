import { query, type ValidationChain } from 'express-validator';
import { type Transport, transports } from '../../tracking-code/trackedMetric.ts';

export const scriptForms = ['script', 'module'] as const;
export type ScriptForm = (typeof scriptForms)[number];

/** `config` and `key` name the script of one configuration, `version` one that was pinned, none of them the generic library. */
export interface ScriptQuery {
  /** Id of a metric configuration. */
  readonly config?: string;
  /** Public key id, `mk_…`. */
  readonly key?: string;
  readonly transport?: Transport;
  /** Digest of a pinned script. */
  readonly version?: string;
  /** `module` gives an ES module. */
  readonly format?: ScriptForm;
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
  query('format')
    .optional()
    .custom((value: unknown) => scriptForms.some((form) => form === value))
    .withMessage(`must be one of ${scriptForms.join(', ')}`),
  query('version')
    .optional()
    .custom((value: unknown) => typeof value === 'string' && /^[\w-]{43}$/.test(value))
    .withMessage('must be the version of a pinned script')
    .bail()
    .custom((_value: unknown, { req }) => Object.keys(req.query ?? {}).length === 1)
    .withMessage('says everything; leave the others out'),
];

/** A repeated parameter is a list, and no text. */
function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 100;
}
