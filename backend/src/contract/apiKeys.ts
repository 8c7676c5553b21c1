import { z } from 'zod';
import { count, personText, time, timeOrNull, uuid } from './fields.ts';
import { limits } from './limits.ts';

const keyName = personText(limits.keyName, 'For people.');
const allowedOrigins = z
  .array(z.string().meta({ description: '`https://shop.example`, or `https://*.shop.example` for its subdomains.' }))
  .max(limits.allowedOrigins)
  .meta({ description: 'Origins whose pages may use browser tokens and the site token of this key; empty means any.' });
const createsMetrics = z.boolean().meta({
  description:
    'Whether a sample of a name that no metric has makes one, of its type and with its labels. Otherwise it is refused as `unknown_metric`.',
});
const countRobots = z.boolean().meta({
  description: 'Whether samples of robots count like those of people. Otherwise they are left out and counted apart.',
});

export const createApiKey = z.strictObject({
  keyName,
  expiresAt: timeOrNull.meta({ description: 'In the future, with its zone; null or absent: never.' }).exactOptional(),
  allowedOrigins: allowedOrigins.exactOptional(),
  createsMetrics: createsMetrics.meta({ default: false }).exactOptional(),
  countRobots: countRobots.meta({ default: false }).exactOptional(),
});
export type CreateApiKeyInput = z.infer<typeof createApiKey>;

export const updateApiKey = z
  .strictObject({
    keyName: keyName.exactOptional(),
    isActive: z.boolean().meta({ description: 'An inactive key is refused.' }).exactOptional(),
    expiresAt: timeOrNull.meta({ description: 'In the future, with its zone; null: never.' }).exactOptional(),
    allowedOrigins: allowedOrigins.exactOptional(),
    createsMetrics: createsMetrics.exactOptional(),
    countRobots: countRobots.exactOptional(),
  })
  .meta({ description: 'Only the fields that are given change.' });
export type UpdateApiKeyInput = z.infer<typeof updateApiKey>;

export const apiKey = z.object({
  id: uuid,
  keyName,
  apiKey: z.string().meta({ pattern: '^mk_', description: 'Public id, the value of X-API-Key.' }),
  secretHint: z.string().meta({ description: 'How the secret begins and ends.' }),
  previousSecretExpiresAt: timeOrNull.meta({
    description: 'Until then the secret before the last rotation works, too; null when none does.',
  }),
  previousSecretLastUsedAt: timeOrNull.meta({
    description: 'When that secret was last used since the rotation, right to the minute.',
  }),
  allowedOrigins,
  createsMetrics,
  countRobots,
  robotSamples: count.meta({ description: 'Samples of robots that were left out in the last 24 hours.' }),
  siteTokenVersion: z.int().min(1).meta({
    description: 'Of the site token in code that is generated now; each revocation adds 1.',
  }),
  previousSiteTokenExpiresAt: timeOrNull.meta({
    description: 'Until then site tokens from before the last revocation work, too; null when none do.',
  }),
  isActive: z.boolean(),
  lastUsedAt: timeOrNull,
  expiresAt: timeOrNull,
  createdAt: time,
  updatedAt: time,
});
export type PresentedApiKey = z.infer<typeof apiKey>;

/** As it is answered once, when the secret is made. */
export const apiKeyWithSecret = apiKey.extend({
  apiSecret: z.string().meta({
    pattern: '^ms_live_',
    description: 'The value of X-API-Secret. For servers only: never put it in a page.',
  }),
});
export type PresentedApiKeyWithSecret = z.infer<typeof apiKeyWithSecret>;
