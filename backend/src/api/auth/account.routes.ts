import { type RequestHandler, Router } from 'express';
import type { AddressOf } from '../../http/clientAddress.ts';
import type { RateLimits } from '../../http/rateLimits.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import type { AccountService, RenewedSession } from './account.service.ts';
import { presentUser } from './auth.presenter.ts';
import {
  type ChangeNamesInput,
  type ChangePasswordInput,
  type ConfirmInput,
  changeNamesChains,
  changePasswordChains,
  confirmChains,
} from './auth.validators.ts';

/** What the signed-in change about their account, below `/api/v1/auth`. */
export function createAccountRouter(deps: {
  service: AccountService;
  addressOf: AddressOf;
  rateLimits: RateLimits;
  signedIn: RequestHandler[];
}): Router {
  const { service, addressOf, rateLimits, signedIn } = deps;
  const confirmed = [...signedIn, ...rateLimits.password];
  const router = Router();

  router.patch('/me', ...signedIn, validate(...changeNamesChains()), async (req, res) => {
    res.json({ user: presentUser(await service.changeNames(currentUser(req), validated<ChangeNamesInput>(req))) });
  });

  router.delete('/me', ...confirmed, validate(...confirmChains()), async (req, res) => {
    await service.deleteAccount(currentUser(req), validated<ConfirmInput>(req).password, addressOf(req));
    res.status(204).end();
  });

  router.put('/password', ...confirmed, validate(...changePasswordChains()), async (req, res) => {
    const renewed = await service.changePassword(currentUser(req), validated<ChangePasswordInput>(req), addressOf(req));
    res.json(presentSession(renewed));
  });

  router.post('/signout-everywhere', ...signedIn, validate(), async (req, res) => {
    res.json(presentSession(await service.signOutEverywhere(currentUser(req))));
  });

  return router;
}

function presentSession({ token, expiresInSeconds }: RenewedSession): { token: string; expiresIn: number } {
  return { token, expiresIn: expiresInSeconds };
}
