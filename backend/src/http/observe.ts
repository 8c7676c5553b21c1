import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { announceRequestId, requestContextOf } from './requestContext.ts';

/** What is known of a request when it has been answered. */
export interface AnsweredRequest {
  readonly method: string;
  /** Pattern of the route, or `unmatched`. */
  readonly route: string;
  /** 499 when the client went away before the answer. */
  readonly status: number;
  readonly seconds: number;
  readonly requestId: string;
}

/** Writes the access log and the request metrics. */
export interface Observe {
  /**
   * Gives a request its id, and notes it when the answer ends. `route` is asked then, because Express knows it only after routing.
   */
  watch(req: IncomingMessage, res: ServerResponse, route: () => string): void;
  /** Notes a request that has been answered. */
  note(answered: AnsweredRequest): void;
}

export function createObserve(deps: { logger: Logger; metrics: Metrics }): Observe {
  // winston formats a line before it looks at the level.
  const logsRoutine = deps.logger.isDebugEnabled();

  function note({ method, route, status, seconds, requestId }: AnsweredRequest): void {
    deps.metrics.httpRequestSeconds.observe({ method, route, status: String(status) }, seconds);
    const level = status >= 500 ? 'warn' : isRoutine(route) ? 'debug' : 'info';
    if (level === 'debug' && !logsRoutine) return;
    deps.logger.log(level, `${method} ${route} ${status}`, { requestId, durationMs: Math.round(seconds * 1000) });
  }

  return {
    note,
    watch(req, res, route) {
      const { id, startedAtMs } = requestContextOf(req);
      announceRequestId(req, res);
      res.once('close', () => {
        note({
          method: req.method ?? 'GET',
          route: route(),
          status: res.writableFinished ? res.statusCode : 499,
          seconds: (performance.now() - startedAtMs) / 1000,
          requestId: id,
        });
      });
    },
  };
}

/** Too many to be read one by one: samples, health checks, and everything that Grafana's pages load. */
function isRoutine(pattern: string): boolean {
  return pattern === '/api/v1/metrics' || pattern.startsWith('/api/v1/health') || pattern.startsWith('/grafana');
}
