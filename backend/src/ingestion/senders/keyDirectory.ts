import type pg from 'pg';
import { type Freshness, LoadingCache } from '../../caching/cache.ts';

/** What ingestion knows of an API key. */
export interface KeyRecord {
  readonly id: string;
  readonly apiKey: string;
  readonly tenantId: string;
  /** SHA-256, hex. */
  readonly secretHash: string;
  /** The same of the secret before the last rotation; null when that ended it at once. */
  readonly previousSecretHash: string | null;
  /** Until then the previous secret works. */
  readonly previousSecretExpiresAt: Date | null;
  readonly allowedOrigins: readonly string[];
  /** False when the key or its user is switched off. */
  readonly isActive: boolean;
  readonly expiresAt: Date | null;
  /** Whether samples of unknown names make metrics. */
  readonly createsMetrics: boolean;
  /** Whether what robots send counts, too. */
  readonly countRobots: boolean;
  readonly siteTokenVersion: number;
  /** Until then site tokens of the version before are accepted, too. */
  readonly previousSiteTokenExpiresAt: Date | null;
}

/** API keys by public id, as Postgres has them or had them less than a minute ago. */
export function createKeyDirectory(deps: { pool: pg.Pool; freshness: Freshness }): LoadingCache<KeyRecord> {
  return new LoadingCache<KeyRecord>((apiKey) => loadKey(deps.pool, apiKey), {
    max: 10_000,
    maxBytes: 8 * 1024 * 1024,
    bytesOf: ({ allowedOrigins }) => 800 + allowedOrigins.reduce((sum, origin) => sum + 2 * origin.length + 20, 0),
    ttlMs: 60_000,
    absentTtlMs: 10_000,
    freshness: deps.freshness,
  });
}

async function loadKey(pool: pg.Pool, apiKey: string): Promise<KeyRecord | undefined> {
  const { rows } = await pool.query<KeyRecord>({
    name: 'load_key',
    text: `select k.id, k.api_key as "apiKey", k.user_id as "tenantId", k.api_secret as "secretHash",
                  k.previous_secret as "previousSecretHash", k.previous_secret_expires_at as "previousSecretExpiresAt",
                  k.allowed_origins as "allowedOrigins", k.is_active and u.is_active as "isActive", k.expires_at as "expiresAt",
                  k.creates_metrics as "createsMetrics", k.count_robots as "countRobots",
                  k.site_token_version as "siteTokenVersion",
                  k.previous_site_token_expires_at as "previousSiteTokenExpiresAt"
           from api_keys k join users u on u.id = k.user_id
           where k.api_key = $1`,
    values: [apiKey],
  });
  return rows[0];
}
