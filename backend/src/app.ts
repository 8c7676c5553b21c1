import compression from 'compression';
import express, { type Express, type Router } from 'express';
import { createApiKeysRouter } from './api/apikeys/apikeys.routes.ts';
import { createAuthRouter } from './api/auth/auth.routes.ts';
import { createClientRouter } from './api/client/client.routes.ts';
import { createGrafanaRouter } from './api/grafana/grafana.routes.ts';
import { createGrafanaGateway } from './api/grafana/grafanaGateway.ts';
import { createHealthRouter } from './api/health/health.routes.ts';
import { createMetricConfigsRouter } from './api/metric-configs/metric-configs.routes.ts';
import { createOpenApiRouter, createReferenceRouter } from './api/openapi/openapi.routes.ts';
import { createPrometheusRouter } from './api/prometheus/prometheus.routes.ts';
import { createRejectionsRouter } from './api/rejections/rejections.routes.ts';
import type { Config } from './config.ts';
import { NotFoundError } from './errors.ts';
import { errorHandler } from './http/errorHandler.ts';
import { jsonBody } from './http/jsonBody.ts';
import { managementCors } from './http/managementCors.ts';
import { publicPath } from './http/publicPath.ts';
import { maybeUser, requireUser } from './http/requireUser.ts';
import { followRoute, routePattern } from './http/routePattern.ts';
import { securityHeaders } from './http/securityHeaders.ts';
import type { Services } from './services.ts';

/** What the public application is made from. */
export interface AppDeps {
  readonly config: Pick<
    Config,
    'collectPath' | 'corsOrigins' | 'grafanaUrl' | 'publicUrl' | 'rateLimits' | 'scriptPath' | 'trustProxyHops'
  >;
  readonly services: Services;
  /** The database's time, in milliseconds. */
  readonly now: () => number;
  /** Folder with the built dashboard; undefined serves none. */
  readonly dashboardDir: string | undefined;
}

/** The public application: middleware in order, then the table of routes. Listens nowhere. */
export function createApp(deps: AppDeps): Express {
  const { config, services, dashboardDir } = deps;
  const { publicUrl } = config;
  const { addressOf, answerFailure, observe, sessionCookie } = services;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxyHops);
  app.set('etag', false);

  app.use((req, res, next) => {
    followRoute(req);
    observe.watch(req, res, () => routePattern(req));
    next();
  });
  app.use(securityHeaders({ https: publicUrl.startsWith('https:') }));

  app.use('/api/v1/health', createHealthRouter(services.health));
  app.use(
    '/api/v1/client',
    createClientRouter({
      service: services.client,
      config,
      addressOf,
      failuresPerMinute: config.rateLimits.failedAuthPerMinute,
    }),
  );
  // These two stand before every body parser: queries come as forms, and the bodies for Grafana are passed on as they are.
  app.use(
    '/api/v1/prometheus',
    managementCors(config.corsOrigins),
    createPrometheusRouter({ service: services.prometheus, identify: services.identifyCaller, answerFailure }),
  );
  app.use(
    '/grafana',
    createGrafanaGateway({
      config,
      service: services.grafana,
      verifySession: services.sessions.verify,
      cookie: sessionCookie,
      addressOf,
    }),
  );
  app.use('/api/v1/openapi.json', createOpenApiRouter(publicUrl));
  app.use('/api/docs', createReferenceRouter(publicUrl));
  app.use('/api/v1', createManagementRouter(deps));

  // The addresses in the dashboard's page are relative to a path that ends with a slash.
  const path = publicPath(publicUrl);
  if (path !== '') app.get(path, (_req, res) => res.redirect(`${path}/`));
  if (dashboardDir !== undefined) {
    // Files only: nothing compressed here holds a secret beside what a caller can choose (BREACH).
    app.use(compression(), express.static(dashboardDir, { etag: true, index: 'index.html' }));
  }
  app.use((req) => {
    throw new NotFoundError(`There is no ${req.method} ${req.path.slice(0, 200)} here.`, 'unknown_route');
  });
  app.use(errorHandler(answerFailure));
  return app;
}

/** The management API below `/api/v1`: the account, its API keys and its metrics. */
function createManagementRouter({ config, services, now }: AppDeps): Router {
  // The body is read last, so that nothing is kept of a caller who is not signed in.
  const signedIn = [requireUser(services.identifyUser), services.rateLimits.api, ...jsonBody()];
  const management = express.Router();
  management.use(managementCors(config.corsOrigins));
  management.use((req, res, next) => {
    services.securityLog.watch(
      req,
      res,
      () => routePattern(req),
      () => maybeUser(req)?.id,
    );
    res.setHeader('Cache-Control', 'no-store');
    next();
  });

  const ownsOrigin = publicPath(config.publicUrl) === '';
  management.use('/auth', createAuthRouter({ ...services, ownsOrigin, signedIn, now }));
  management.use('/apikeys', createApiKeysRouter({ ...services, signedIn, now }));
  management.use('/metric-configs', createMetricConfigsRouter({ ...services, signedIn, now }));
  management.use('/rejections', createRejectionsRouter({ service: services.rejections, signedIn }));
  management.use('/grafana', createGrafanaRouter({ service: services.grafana, signedIn }));
  return management;
}
