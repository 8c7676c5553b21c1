import type { ApiKey } from '../api/apiKeys.ts';

/** Whether pages and servers can send with a key at all. */
export function isUsableKey({ isActive, expiresAt }: Pick<ApiKey, 'isActive' | 'expiresAt'>, nowMs: number): boolean {
  return isActive && (expiresAt === null || Date.parse(expiresAt) > nowMs);
}

/** The one that the API takes when none is named. `keys` are sorted, the oldest first. */
export function oldestUsableKey(keys: readonly ApiKey[], nowMs: number): ApiKey | undefined {
  return keys.find((key) => isUsableKey(key, nowMs));
}
