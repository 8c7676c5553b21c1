import type { ApiKey } from '../models/index.ts';
import { presentOverlapEnd } from './overlap.ts';

/** An API key as its owner sees it. `apiSecret` is there only in the answers that make one: creation and rotation. */
export interface PresentedApiKey {
  id: string;
  keyName: string;
  /** Public id, the value of X-API-Key. */
  apiKey: string;
  /** How the secret begins and ends, e.g. `ms_live_…k3Zq`. */
  secretHint: string;
  /** Until then the secret before the last rotation works, too; null when none does. */
  previousSecretExpiresAt: string | null;
  /** When that one was last used since the rotation, right to the minute. */
  previousSecretLastUsedAt: string | null;
  allowedOrigins: string[];
  createsMetrics: boolean;
  isActive: boolean;
  lastUsedAt: string | null;
  expiresAt: string | null;
  createdAt: string;
  updatedAt: string;
  apiSecret?: string;
}

export function presentApiKey(key: ApiKey, apiSecret?: string): PresentedApiKey {
  return {
    id: key.id,
    keyName: key.keyName,
    apiKey: key.apiKey,
    ...(apiSecret !== undefined && { apiSecret }),
    secretHint: `ms_live_…${key.secretLast4}`,
    previousSecretExpiresAt: presentOverlapEnd(key.previousSecretExpiresAt),
    previousSecretLastUsedAt: key.previousSecretLastUsedAt?.toISOString() ?? null,
    allowedOrigins: key.allowedOrigins,
    createsMetrics: key.createsMetrics,
    isActive: key.isActive,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    createdAt: key.createdAt.toISOString(),
    updatedAt: key.updatedAt.toISOString(),
  };
}
