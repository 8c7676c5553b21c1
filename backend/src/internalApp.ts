import express, { type Express } from 'express';
import { Registry } from 'prom-client';
import { identifyGrafana } from './api/prometheus/identifyGrafana.ts';
import { createPrometheusRouter } from './api/prometheus/prometheus.routes.ts';
import type { PrometheusService } from './api/prometheus/prometheus.service.ts';
import { NotFoundError } from './errors.ts';
import { type AnswerFailure, errorHandler } from './http/errorHandler.ts';

/** What the internal listener serves, which is never published: our own metrics, for Prometheus, and queries, for Grafana. */
export function createInternalApp(deps: {
  /** What Grafana's data source shows; undefined lets nobody query. */
  grafanaDatasourceToken: string | undefined;
  /** In the text format of Prometheus. */
  readMetrics: () => Promise<string>;
  prometheus: PrometheusService;
  answerFailure: AnswerFailure;
}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/metrics', async (_req, res) => {
    const text = await deps.readMetrics();
    res.setHeader('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE);
    res.end(text);
  });
  const identify = identifyGrafana({
    token: deps.grafanaDatasourceToken,
    scopeOf: deps.prometheus.scopeOf,
  });
  app.use(
    '/api/v1/prometheus',
    createPrometheusRouter({ service: deps.prometheus, identify, answerFailure: deps.answerFailure }),
  );
  app.use(() => {
    throw new NotFoundError('The internal listener serves /metrics and /api/v1/prometheus.', 'unknown_route');
  });
  app.use(errorHandler(deps.answerFailure));
  return app;
}
