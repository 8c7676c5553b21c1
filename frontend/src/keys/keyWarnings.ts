import type { ApiKey } from '../api/apiKeys.ts';
import { formatDuration } from '../format.ts';

const SOON_MS = 14 * 86_400_000;

/** What the owner of a key should know. */
export function keyWarnings(key: ApiKey, nowMs: number): string[] {
  if (!key.isActive) return [];
  const left = key.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(key.expiresAt) - nowMs;
  if (left <= 0) return ['It has expired: whatever sends with it is refused.'];
  const warnings: string[] = [];
  if (left < SOON_MS)
    warnings.push(`It expires in ${formatDuration(left / 1000)}: move its expiry, or put another key in its place.`);
  if (key.allowedOrigins.length === 0)
    warnings.push('Without allowed origins, pages of any website can send with its generated code.');
  return warnings;
}

/** Whether and until when an old secret still works. */
export function overlapOf(key: ApiKey, nowMs: number): string | undefined {
  return overlapUntil('secret', key.previousSecretExpiresAt, nowMs);
}

/** The same for the site token. */
export function siteTokenOverlapOf(key: ApiKey, nowMs: number): string | undefined {
  return overlapUntil('site token', key.previousSiteTokenExpiresAt, nowMs);
}

function overlapUntil(what: string, until: string | null, nowMs: number): string | undefined {
  if (until === null || Date.parse(until) <= nowMs) return undefined;
  return `The ${what} from before works for ${formatDuration((Date.parse(until) - nowMs) / 1000)} more.`;
}
