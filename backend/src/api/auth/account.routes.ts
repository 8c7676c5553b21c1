import { type RequestHandler, Router } from 'express';
import { changeNames, changePassword, confirmPassword } from '../../contract/auth.ts';
import type { AddressOf } from '../../http/clientAddress.ts';
import type { RateLimits } from '../../http/rateLimits.ts';
import { currentUser } from '../../http/requireUser.ts';
import { type SessionCookie, sessionPresence } from '../../http/sessionCookie.ts';
import { validate, validated } from '../../http/validate.ts';
import type { AccountService } from './account.service.ts';
import { presentUser } from './auth.presenter.ts';
import { changeNamesChains, changePasswordChains, confirmChains } from './auth.validators.ts';
import { createGrantSession } from './grantSession.ts';

/** What the signed-in change about their account, below `/api/v1/auth`. */
export function createAccountRouter(deps: {
  service: AccountService;
  addressOf: AddressOf;
  cookie: SessionCookie;
  rateLimits: RateLimits;
  signedIn: RequestHandler[];
}): Router {
  const { service, addressOf, cookie, rateLimits, signedIn } = deps;
  const grantSession = createGrantSession(cookie);
  const confirmed = [...signedIn, ...rateLimits.password];
  const router = Router();

  router.patch('/me', ...signedIn, validate(...changeNamesChains()), async (req, res) => {
    res.json({ user: presentUser(await service.changeNames(currentUser(req), validated(req, changeNames))) });
  });

  router.delete('/me', ...confirmed, validate(...confirmChains()), async (req, res) => {
    await service.deleteAccount(currentUser(req), validated(req, confirmPassword).password, addressOf(req));
    if (sessionPresence(req) !== undefined) cookie.clear(res);
    res.status(204).end();
  });

  router.put('/password', ...confirmed, validate(...changePasswordChains()), async (req, res) => {
    const renewed = await service.changePassword(currentUser(req), validated(req, changePassword), addressOf(req));
    res.json(grantSession(req, res, renewed));
  });

  router.post('/signout-everywhere', ...signedIn, validate(), async (req, res) => {
    res.json(grantSession(req, res, await service.signOutEverywhere(currentUser(req))));
  });

  return router;
}
