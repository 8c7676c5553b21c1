import { type Response, Router } from 'express';
import type { HealthService, ReadyReport } from './health.service.ts';

/**
 * `/api/v1/health`: `/` and `/ready` say 503 while samples cannot be stored, so that a load balancer goes elsewhere; `/ready` also
 * while the process stops. `/live` asks nobody, so that a database that is down never restarts us.
 */
export function createHealthRouter(service: HealthService): Router {
  const router = Router();

  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/', async (_req, res) => send(res, await service.report()));
  router.get('/ready', async (_req, res) => send(res, await service.readiness()));
  router.get('/live', (_req, res) => {
    res.json(service.live());
  });

  return router;
}

function send(res: Response, health: ReadyReport): void {
  const isUsable = health.status === 'ok' || health.status === 'degraded';
  if (!isUsable) res.setHeader('Retry-After', '2');
  res.status(isUsable ? 200 : 503).json(health);
}
