import { transports } from '../contract/transports.ts';
import type { FieldRules } from '../http/contractChains.ts';

export const transportRule: FieldRules = (field) =>
  field
    .custom((value: unknown) => transports.some((transport) => transport === value))
    .withMessage(`must be one of ${transports.join(', ')}`);
