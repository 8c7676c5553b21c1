import type { RequestListener } from 'node:http';
import type { IngestHandler } from './api/metrics/metrics.handler.ts';

/** As Express matches paths: without regard to case, with or without a slash at the end. */
const metricsPath = /^\/api\/v1\/metrics\/?(?:\?|$)/i;

/**
 * What the public server calls for each request. `/api/v1/metrics` has a way of its own ahead of Express, which would cost more than
 * everything else that happens to a batch of samples; Express has no second door to it.
 */
export function createRequestListener(deps: { ingest: IngestHandler; app: RequestListener }): RequestListener {
  return (req, res) => {
    if (metricsPath.test(req.url ?? '')) deps.ingest(req, res);
    else deps.app(req, res);
  };
}
