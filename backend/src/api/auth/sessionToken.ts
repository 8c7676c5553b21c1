import jwt from 'jsonwebtoken';
import type { Config } from '../../config.ts';
import { UnauthenticatedError } from '../../errors.ts';

/** What a session token says: whose it is, and which generation of that account's sessions it belongs to. */
export interface SessionClaims {
  readonly userId: string;
  /** `users.token_version` when the token was made. */
  readonly tokenVersion: number;
  /** Undefined in tokens from before sessions had a row of their own. */
  readonly sessionId: string | undefined;
}

const issuer = 'uvp';
const audience = 'uvp-api';
const algorithm = 'HS256';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A JWT (RFC 7519) that lives `settings.ttlSeconds` from `now` on, in milliseconds. */
export function signSessionToken(claims: SessionClaims, settings: Config['jwt'], now = Date.now()): string {
  const payload = { ver: claims.tokenVersion, sid: claims.sessionId, iat: Math.floor(now / 1000) };
  return jwt.sign(payload, settings.secret, {
    algorithm,
    issuer,
    audience,
    subject: claims.userId,
    expiresIn: settings.ttlSeconds,
  });
}

/**
 * The claims of a token that we signed, for ourselves, and that has not expired; undefined for anything else. The algorithm is pinned
 * and headers such as `jwk` or `kid` are never looked at (RFC 8725, 3.1 and 3.10).
 */
export function readSessionToken(token: string, settings: Config['jwt'], now: number): SessionClaims | undefined {
  for (const secret of [settings.secret, settings.previousSecret]) {
    if (secret === undefined) continue;
    try {
      const payload = jwt.verify(token, secret, {
        algorithms: [algorithm],
        issuer,
        audience,
        clockTimestamp: Math.floor(now / 1000),
      });
      if (typeof payload === 'string') return undefined;
      const { sub, ver, sid, exp } = payload;
      if (sub === undefined || !uuid.test(sub) || !Number.isInteger(ver) || exp === undefined) return undefined;
      if (sid !== undefined && !(typeof sid === 'string' && uuid.test(sid))) return undefined;
      return { userId: sub, tokenVersion: ver, sessionId: sid };
    } catch {
      // Not by this secret, or no longer: try the other.
    }
  }
  return undefined;
}

/** What a session is told that is over, for whatever reason. */
export function sessionEnded(): UnauthenticatedError {
  return new UnauthenticatedError(
    'The session is not valid any more; sign in again.',
    'invalid_token',
    'Bearer realm="uvp", error="invalid_token"',
  );
}
