import { type RequestHandler, Router } from 'express';
import { overlap } from '../../contract/overlap.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { overlapChains } from '../overlap.ts';
import { presentMetricConfig } from './metric-configs.presenter.ts';
import type { RevokeTokenService } from './revokeToken.service.ts';

/** `/api/v1/metric-configs/:id/revoke-token`. */
export function createRevokeTokenRouter(deps: {
  service: RevokeTokenService;
  signedIn: RequestHandler[];
  /** The database's time. */
  now: () => number;
}): Router {
  const { service, signedIn, now } = deps;
  const router = Router();

  router.post('/:id/revoke-token', ...signedIn, validate(...overlapChains()), async (req, res) => {
    const config = await service.revokeToken(currentUser(req).id, recordId(req), validated(req, overlap));
    res.json({ metricConfig: presentMetricConfig(config, now()) });
  });

  return router;
}
