import { type Request, type RequestHandler, type Response, Router } from 'express';
import { signIn, signUp } from '../../contract/auth.ts';
import type { AddressOf } from '../../http/clientAddress.ts';
import { unauthenticatedJsonBody } from '../../http/jsonBody.ts';
import type { RateLimits } from '../../http/rateLimits.ts';
import { currentUser } from '../../http/requireUser.ts';
import { noteSubject } from '../../http/securityLog.ts';
import { type SessionCookie, sessionPresence } from '../../http/sessionCookie.ts';
import { validate, validated } from '../../http/validate.ts';
import { presentApiKey } from '../presentApiKey.ts';
import { createAccountRouter } from './account.routes.ts';
import type { AccountService } from './account.service.ts';
import { presentFailedSignIns, presentUser } from './auth.presenter.ts';
import { type AuthService, failedSignInsOf } from './auth.service.ts';
import { signInChains, signUpChains } from './auth.validators.ts';
import type { DeviceCookies } from './deviceCookies.ts';
import { createGrantSession } from './grantSession.ts';
import { createSessionsRouter } from './sessions.routes.ts';
import type { SessionGrant, SessionOrigin, SessionsService } from './sessions.service.ts';

/** `/api/v1/auth`: signing up and signing in, the account and its sessions. */
export function createAuthRouter(deps: {
  auth: AuthService;
  account: AccountService;
  sessions: SessionsService;
  addressOf: AddressOf;
  deviceCookies: DeviceCookies;
  sessionCookie: SessionCookie;
  rateLimits: RateLimits;
  /** Whether all that a browser keeps for this origin is ours. */
  ownsOrigin: boolean;
  signedIn: RequestHandler[];
  /** The database's time. */
  now: () => number;
}): Router {
  const { auth, account, sessions, addressOf, deviceCookies, rateLimits, ownsOrigin, signedIn, now } = deps;
  const cookie = deps.sessionCookie;
  const grantSession = createGrantSession(cookie);
  const originOf = (req: Request): SessionOrigin => ({
    address: addressOf(req),
    userAgent: req.get('user-agent') ?? '',
    inBrowser: sessionPresence(req) !== undefined,
  });

  /** A browser has one session: the one that its cookie held before ends. */
  async function beginSession(req: Request, res: Response, userId: string, grant: SessionGrant) {
    const replaced = sessionPresence(req) && cookie.read(req);
    if (replaced !== undefined) await sessions.endReplaced(replaced);
    deviceCookies.remember(req, res, userId);
    noteSubject(req, { userId });
    return grantSession(req, res, grant);
  }

  const router = Router();
  router.use(createAccountRouter({ service: account, addressOf, cookie, rateLimits, signedIn }));
  router.use(createSessionsRouter({ service: sessions, cookie, ownsOrigin, signedIn }));

  router.post(
    '/signup',
    rateLimits.signUp,
    ...unauthenticatedJsonBody(),
    validate(...signUpChains()),
    async (req, res) => {
      const signedUp = await auth.signUp(validated(req, signUp), originOf(req));
      const { user, apiKey, apiSecret } = signedUp;
      res.status(201).json({
        ...(await beginSession(req, res, user.id, signedUp)),
        user: presentUser(user),
        apiKey: presentApiKey(apiKey, now(), apiSecret),
      });
    },
  );

  router.post(
    '/signin',
    ...unauthenticatedJsonBody(),
    ...rateLimits.signIn,
    validate(...signInChains()),
    async (req, res) => {
      const from = { ...originOf(req), deviceIdFor: deviceCookies.deviceIdFor(req) };
      const signedIn = await auth.signIn(validated(req, signIn), from);
      const { user, failedSignIns } = signedIn;
      res.json({
        ...(await beginSession(req, res, user.id, signedIn)),
        user: presentUser(user),
        failedSignIns: presentFailedSignIns(failedSignIns),
      });
    },
  );

  router.get('/me', ...signedIn, async (req, res) => {
    const user = await auth.getUser(currentUser(req).id);
    res.json({ user: presentUser(user), failedSignIns: presentFailedSignIns(failedSignInsOf(user)) });
  });

  return router;
}
