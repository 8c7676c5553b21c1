import { tagHosts } from '../contract/tagHosts.ts';
import type { FieldRules } from '../http/contractChains.ts';

export const tagHostRule: FieldRules = (field) =>
  field
    .custom((value: unknown) => tagHosts.some((host) => host === value))
    .withMessage(`must be one of ${tagHosts.join(', ')}`);
