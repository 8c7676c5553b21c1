import { type RequestHandler, Router } from 'express';
import { page } from '../../contract/page.ts';
import { recordId } from '../../http/recordId.ts';
import { currentUser } from '../../http/requireUser.ts';
import { validate, validated } from '../../http/validate.ts';
import { pageChains } from '../page.ts';
import type { MetricStatsService } from './metricStats.service.ts';

/** `/api/v1/metric-configs/stats` and `/api/v1/metric-configs/:id/stats`. */
export function createMetricStatsRouter(deps: { service: MetricStatsService; signedIn: RequestHandler[] }): Router {
  const { service, signedIn } = deps;
  const router = Router();

  router.get('/stats', ...signedIn, validate(...pageChains()), async (req, res) => {
    res.json(await service.listMetricStats(currentUser(req).id, validated(req, page, 'query')));
  });

  router.get('/:id/stats', ...signedIn, async (req, res) => {
    res.json(await service.getMetricStats(currentUser(req).id, recordId(req)));
  });

  return router;
}
