import type { PresentedApiKey, PresentedApiKeyWithSecret } from '../contract/apiKeys.ts';
import type { ApiKey } from '../models/index.ts';
import { presentOverlapEnd } from './overlap.ts';

/**
 * With the secret in the answers that make one: creation and rotation.
 * @param now the database's time
 */
export function presentApiKey(key: ApiKey, now: number): PresentedApiKey;
export function presentApiKey(key: ApiKey, now: number, apiSecret: string): PresentedApiKeyWithSecret;
export function presentApiKey(
  key: ApiKey,
  now: number,
  apiSecret?: string,
): PresentedApiKey | PresentedApiKeyWithSecret {
  return {
    id: key.id,
    keyName: key.keyName,
    apiKey: key.apiKey,
    ...(apiSecret !== undefined && { apiSecret }),
    secretHint: `ms_live_…${key.secretLast4}`,
    previousSecretExpiresAt: presentOverlapEnd(key.previousSecretExpiresAt, now),
    previousSecretLastUsedAt: key.previousSecretLastUsedAt?.toISOString() ?? null,
    allowedOrigins: key.allowedOrigins,
    createsMetrics: key.createsMetrics,
    countRobots: key.countRobots,
    robotSamples: key.robotSamples ?? 0,
    siteTokenVersion: key.siteTokenVersion,
    previousSiteTokenExpiresAt: presentOverlapEnd(key.previousSiteTokenExpiresAt, now),
    isActive: key.isActive,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    createdAt: key.createdAt.toISOString(),
    updatedAt: key.updatedAt.toISOString(),
  };
}
