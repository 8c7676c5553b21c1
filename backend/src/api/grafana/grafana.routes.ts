import { type RequestHandler, Router } from 'express';
import { validate } from '../../http/validate.ts';
import { presentState } from './grafana.presenter.ts';
import type { GrafanaService } from './grafana.service.ts';

/** `/api/v1/grafana`. */
export function createGrafanaRouter(deps: { service: GrafanaService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();

  router.get('/', ...signedIn, validate(), async (_req, res) => {
    res.json(presentState(await service.state()));
  });

  return router;
}
