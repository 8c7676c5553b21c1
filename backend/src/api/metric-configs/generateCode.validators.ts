import { body, type ValidationChain } from 'express-validator';
import { type Transport, transports } from '../../tracking-code/trackedMetric.ts';

/** What a caller may choose. */
export interface GenerateCodeInput {
  /** Id of the API key's record; by default the oldest key that works. */
  readonly apiKeyId?: string;
  /** By default `headers`. */
  readonly transport?: Transport;
  /** `code` for people to read instead of minified. */
  readonly readable?: boolean;
  /** Keeps the script as it is now, and gives a tag that loads exactly this one for ever. */
  readonly pinned?: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const generateCodeChains = (): ValidationChain[] => [
  body('apiKeyId')
    .optional()
    .custom((value: unknown) => typeof value === 'string' && uuid.test(value))
    .withMessage('must be the id of an API key'),
  body('transport')
    .optional()
    .custom((value: unknown) => transports.some((transport) => transport === value))
    .withMessage(`must be one of ${transports.join(', ')}`),
  truth('readable'),
  truth('pinned'),
];

function truth(field: string): ValidationChain {
  return body(field)
    .optional()
    .custom((value: unknown) => typeof value === 'boolean')
    .withMessage('must be true or false');
}
