import type { ValidationChain } from 'express-validator';
import { generateCode } from '../../contract/generatedCode.ts';
import { contractChains } from '../../http/contractChains.ts';
import { tagHostRule } from '../tagHostRule.ts';
import { transportRule } from '../transportRule.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const generateCodeChains = (): ValidationChain[] =>
  contractChains(generateCode, {
    apiKeyId: (field) =>
      field
        .custom((value: unknown) => typeof value === 'string' && uuid.test(value))
        .withMessage('must be the id of an API key'),
    transport: transportRule,
    host: tagHostRule,
  });
