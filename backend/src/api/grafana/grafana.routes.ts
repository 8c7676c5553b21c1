import { type RequestHandler, Router } from 'express';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { presentState } from './grafana.presenter.ts';
import type { GrafanaService } from './grafana.service.ts';
import { type TicketInput, ticketChains } from './grafana.validators.ts';

/** `/api/v1/grafana`. */
export function createGrafanaRouter(deps: { service: GrafanaService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();

  router.get('/', ...signedIn, validate(), async (_req, res) => {
    res.json(presentState(await service.state()));
  });

  router.post('/ticket', ...signedIn, validate(...ticketChains()), async (req, res) => {
    const { path = '/' } = validated<TicketInput>(req);
    res.status(201).json({ url: await service.issueTicket(currentUser(req).id, path) });
  });

  return router;
}
