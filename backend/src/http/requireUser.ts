import type { Request, RequestHandler } from 'express';
import { UnauthenticatedError } from '../errors.ts';

/** Who is signed in. */
export interface SignedInUser {
  readonly id: string;
  /** `users.token_version` of this session: what ends sessions checks that it is still the current one. */
  readonly tokenVersion: number;
}

/** Tells whose session a JWT is; throws UnauthenticatedError for any that is not valid now. */
export type VerifySession = (token: string) => Promise<SignedInUser>;

const users = new WeakMap<Request, SignedInUser>();

/** Lets only requests through that carry a valid `Authorization: Bearer <JWT>`. */
export function requireUser(verifySession: VerifySession): RequestHandler {
  return async (req, _res, next) => {
    const [scheme = '', token = ''] = (req.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() !== 'bearer' || token === '') {
      throw new UnauthenticatedError('Send `Authorization: Bearer <token>`; POST /api/v1/auth/signin gives you one.');
    }
    users.set(req, await verifySession(token));
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
