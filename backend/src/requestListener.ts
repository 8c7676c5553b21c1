import type { RequestListener } from 'node:http';
import type { IngestHandler } from './api/metrics/metrics.handler.ts';

/** As Express matches paths: without regard to case, with or without a slash at the end. */
const metricsPath = /^\/api\/v1\/metrics\/?(?:\?|$)/i;

/**
 * What the public server calls for each request. `/api/v1/metrics` is answered without Express, which would cost more than
 * everything else that happens to a batch of samples; Express has no route for it.
 *
 * Some proxies keep the path of PUBLIC_URL in what they pass on, and some take it off. Both work: it is taken off here when it is there.
 * The two cannot be confused, because PUBLIC_URL may not have a path that begins like one of ours.
 */
export function createRequestListener(deps: {
  /** The path of PUBLIC_URL, such as `/uvp`, or empty. */
  publicPath: string;
  ingest: IngestHandler;
  app: RequestListener;
}): RequestListener {
  const prefix = `${deps.publicPath}/`;
  return (req, res) => {
    if (prefix !== '/' && req.url?.startsWith(prefix)) req.url = req.url.slice(deps.publicPath.length);
    if (metricsPath.test(req.url ?? '')) deps.ingest(req, res);
    else deps.app(req, res);
  };
}
