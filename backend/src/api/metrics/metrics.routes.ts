import { Router } from 'express';
import type { IngestHandler } from './metrics.handler.ts';

/** Express's door to the ingest handler; the handler answers everything itself, preflights and wrong methods included. */
export function createMetricsRouter(ingest: IngestHandler): Router {
  const router = Router();
  router.all('/', (req, res) => ingest(req, res));
  return router;
}
