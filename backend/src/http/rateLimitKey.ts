import { createHmac, hkdfSync } from 'node:crypto';

/** The key under which Postgres keeps such hashes: all replicas have the same. */
export function sharedLimitKey(jwtSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', jwtSecret, '', 'uvp rate limit keys', 32));
}

/** Hashes what a counter in Postgres is for, so that no address and no e-mail address is stored. */
export function rateLimitKey(jwtSecret: string): (text: string) => string {
  const key = sharedLimitKey(jwtSecret);
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
}
