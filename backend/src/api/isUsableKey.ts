import type { ApiKey } from '../models/index.ts';

/** True when pages and servers can send with the key. `now` is the database's time. */
export function isUsableKey({ isActive, expiresAt }: Pick<ApiKey, 'isActive' | 'expiresAt'>, now: number): boolean {
  return isActive && (expiresAt === null || expiresAt.getTime() > now);
}
