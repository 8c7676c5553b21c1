import { type RequestHandler, Router } from 'express';
import type { NetworkOf } from '../../http/clientAddress.ts';
import { unauthenticatedJsonBody } from '../../http/jsonBody.ts';
import { presentApiKey } from '../../http/presentApiKey.ts';
import type { RateLimits } from '../../http/rateLimits.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { presentUser } from './auth.presenter.ts';
import type { AuthService } from './auth.service.ts';
import { type SignInInput, type SignUpInput, signInChains, signUpChains } from './auth.validators.ts';

/** `/api/v1/auth`. */
export function createAuthRouter(deps: {
  service: AuthService;
  networkOf: NetworkOf;
  rateLimits: RateLimits;
  signedIn: RequestHandler[];
}): Router {
  const { service, networkOf, rateLimits, signedIn } = deps;
  const router = Router();

  router.post(
    '/signup',
    rateLimits.signUp,
    ...unauthenticatedJsonBody(),
    validate(...signUpChains()),
    async (req, res) => {
      const { token, expiresInSeconds, user, apiKey, apiSecret } = await service.signUp(
        validated<SignUpInput>(req),
        networkOf(req),
      );
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
      const { token, expiresInSeconds, user } = await service.signIn(validated<SignInInput>(req), networkOf(req));
      res.json({ token, expiresIn: expiresInSeconds, user: presentUser(user) });
    },
  );

  router.get('/me', ...signedIn, async (req, res) => {
    res.json({ user: presentUser(await service.getUser(currentUser(req).id)) });
  });

  return router;
}
