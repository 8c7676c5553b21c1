import { type RequestHandler, Router } from 'express';
import type { AddressOf } from '../../http/clientAddress.ts';
import { unauthenticatedJsonBody } from '../../http/jsonBody.ts';
import { presentApiKey } from '../../http/presentApiKey.ts';
import type { RateLimits } from '../../http/rateLimits.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { presentFailedSignIns, presentUser } from './auth.presenter.ts';
import { type AuthService, failedSignInsOf } from './auth.service.ts';
import { type SignInInput, type SignUpInput, signInChains, signUpChains } from './auth.validators.ts';
import type { DeviceCookies } from './deviceCookies.ts';

/** `/api/v1/auth`. */
export function createAuthRouter(deps: {
  service: AuthService;
  addressOf: AddressOf;
  devices: DeviceCookies;
  rateLimits: RateLimits;
  signedIn: RequestHandler[];
}): Router {
  const { service, addressOf, devices, rateLimits, signedIn } = deps;
  const router = Router();

  router.post(
    '/signup',
    rateLimits.signUp,
    ...unauthenticatedJsonBody(),
    validate(...signUpChains()),
    async (req, res) => {
      const { token, expiresInSeconds, user, apiKey, apiSecret } = await service.signUp(
        validated<SignUpInput>(req),
        addressOf(req),
      );
      devices.remember(req, res, user.id);
      res.status(201).json({
        token,
        expiresIn: expiresInSeconds,
        user: presentUser(user),
        apiKey: presentApiKey(apiKey, apiSecret),
      });
    },
  );

  router.post(
    '/signin',
    ...unauthenticatedJsonBody(),
    ...rateLimits.signIn,
    validate(...signInChains()),
    async (req, res) => {
      const from = { address: addressOf(req), deviceIdFor: devices.deviceIdFor(req) };
      const { token, expiresInSeconds, user, failedSignIns } = await service.signIn(validated<SignInInput>(req), from);
      devices.remember(req, res, user.id);
      res.json({
        token,
        expiresIn: expiresInSeconds,
        user: presentUser(user),
        failedSignIns: presentFailedSignIns(failedSignIns),
      });
    },
  );

  router.get('/me', ...signedIn, async (req, res) => {
    const user = await service.getUser(currentUser(req).id);
    res.json({ user: presentUser(user), failedSignIns: presentFailedSignIns(failedSignInsOf(user)) });
  });

  return router;
}
