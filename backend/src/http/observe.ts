import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { announceRequestId, contextOf } from './requestContext.ts';

/**
 * Gives a request its id, and when the answer ends writes the access log and the request metrics. `route` is asked then, because
 * Express knows it only after routing; it is the pattern of the route, or `unmatched`.
 */
export function createObserve(deps: { logger: Logger; metrics: Metrics }) {
  return (req: IncomingMessage, res: ServerResponse, route: () => string): void => {
    const context = contextOf(req);
    announceRequestId(req, res);
    res.once('close', () => {
      const seconds = (performance.now() - context.startedAtMs) / 1000;
      const pattern = route();
      const status = res.writableFinished ? res.statusCode : 499;
      deps.metrics.httpRequestSeconds.observe(
        { method: req.method ?? 'GET', route: pattern, status: String(status) },
        seconds,
      );
      const level = status >= 500 ? 'warn' : isRoutine(pattern) ? 'debug' : 'info';
      deps.logger.log(level, `${req.method} ${pattern} ${status}`, {
        requestId: context.id,
        durationMs: Math.round(seconds * 1000),
      });
    });
  };
}

/** Too many to be read one by one: samples, health checks, and everything that Grafana's pages load. */
function isRoutine(pattern: string): boolean {
  return pattern === '/api/v1/metrics' || pattern.startsWith('/api/v1/health') || pattern.startsWith('/grafana');
}

export type Observe = ReturnType<typeof createObserve>;
