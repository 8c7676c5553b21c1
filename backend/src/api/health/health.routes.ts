import { type RequestHandler, Router } from 'express';
import type { HealthService } from './health.service.ts';

/**
 * `/api/v1/health`: `/` and `/ready` say 503 while samples cannot be stored, so that a load balancer goes elsewhere; `/live` asks
 * nobody, so that a database that is down never restarts us.
 */
export function createHealthRouter(service: HealthService): Router {
  const router = Router();

  const report: RequestHandler = async (_req, res) => {
    const health = await service.report();
    if (health.status === 'down') res.setHeader('Retry-After', '2');
    res.status(health.status === 'down' ? 503 : 200).json(health);
  };
  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/', report);
  router.get('/ready', report);
  router.get('/live', (_req, res) => {
    res.json(service.live());
  });

  return router;
}
