import { query, type ValidationChain } from 'express-validator';
import { scriptForms } from '../../contract/scriptQuery.ts';
import { tagHosts } from '../../contract/tagHosts.ts';
import { transports } from '../../contract/transports.ts';
import { isKeyShaped } from '../../credentials/apiKeySecret.ts';

export const scriptChains = (): ValidationChain[] => [
  query('config').optional().custom(isShortText).withMessage('must be the id of a metric configuration'),
  query('key').optional().custom(isShortText).withMessage('must be a public key id'),
  query('config')
    .custom((config: unknown, { req }) => config === undefined || req.query?.key !== undefined)
    .withMessage('needs a key beside it; leave both out for the generic library'),
  query('transport')
    .optional()
    .custom((value: unknown) => transports.some((transport) => transport === value))
    .withMessage(`must be one of ${transports.join(', ')}`),
  query('host')
    .optional()
    .custom((value: unknown) => tagHosts.some((host) => host === value))
    .withMessage(`must be one of ${tagHosts.join(', ')}`),
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

export const siteTagChains = (): ValidationChain[] => [
  query('key')
    .custom((key: unknown) => typeof key === 'string' && isKeyShaped(key))
    .withMessage('must be a public key id: mk_ and 20 letters and digits'),
];

/** A repeated parameter is a list, and no text. */
function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 100;
}
