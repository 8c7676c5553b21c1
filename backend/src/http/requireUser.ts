import type { Request, RequestHandler } from 'express';
import { UnauthenticatedError } from '../errors.ts';
import { bearerToken } from './bearerToken.ts';
import { type SessionCookie, sessionPresence } from './sessionCookie.ts';

/** Who is signed in. */
export interface SignedInUser {
  readonly id: string;
  /** `users.token_version` of this session: what ends sessions checks that it is still the current one. */
  readonly tokenVersion: number;
  /** Undefined for tokens from before sessions had a row of their own. */
  readonly sessionId: string | undefined;
}

/**
 * Tells whose session a JWT is; throws UnauthenticatedError for any that is not valid now.
 * @param isActivity whether somebody is there, so that the session is not ended for inactivity
 */
export type VerifySession = (token: string, isActivity: boolean) => Promise<SignedInUser>;

/** Finds the session that a request goes with; undefined when it names none. Throws UnauthenticatedError for one that is not valid. */
export type IdentifyUser = (req: Request) => Promise<SignedInUser | undefined>;

const users = new WeakMap<Request, SignedInUser>();

/** By `Authorization: Bearer <JWT>`, or by the browser's cookie when the request says so. */
export function createIdentifyUser(deps: { verifySession: VerifySession; cookie: SessionCookie }): IdentifyUser {
  return async (req) => {
    const token = bearerToken(req);
    if (token !== undefined) return deps.verifySession(token, true);
    const presence = sessionPresence(req);
    const kept = presence && deps.cookie.read(req);
    return kept === undefined ? undefined : deps.verifySession(kept, presence === 'active');
  };
}

/** Lets only requests of somebody who is signed in through. */
export function requireUser(identify: IdentifyUser): RequestHandler {
  return async (req, _res, next) => {
    const user = await identify(req);
    if (!user) {
      throw new UnauthenticatedError('Send `Authorization: Bearer <token>`; POST /api/v1/auth/signin gives you one.');
    }
    users.set(req, user);
    next();
  };
}

/** The signed-in user, behind `requireUser`. */
export function currentUser(req: Request): SignedInUser {
  const user = users.get(req);
  if (!user) throw new UnauthenticatedError('Sign in first.');
  return user;
}

/** The same before it is certain that there is one; for limiters and logs. */
export function maybeUser(req: Request): SignedInUser | undefined {
  return users.get(req);
}
