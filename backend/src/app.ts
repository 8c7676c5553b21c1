import compression from 'compression';
import express, { type Express } from 'express';
import { createApiKeysRouter } from './api/apikeys/apikeys.routes.ts';
import { createApiKeysService } from './api/apikeys/apikeys.service.ts';
import { createAccountService } from './api/auth/account.service.ts';
import { createAuthRouter } from './api/auth/auth.routes.ts';
import { createAuthService } from './api/auth/auth.service.ts';
import { createDeviceCookies } from './api/auth/deviceCookies.ts';
import type { PasswordHasher } from './api/auth/passwordHasher.ts';
import { createSessionsService } from './api/auth/sessions.service.ts';
import { createSignInGuard } from './api/auth/signInGuard.ts';
import { createClientRouter } from './api/client/client.routes.ts';
import { createGrafanaRouter } from './api/grafana/grafana.routes.ts';
import { createGrafanaService } from './api/grafana/grafana.service.ts';
import { createGrafanaGateway } from './api/grafana/grafanaGateway.ts';
import { createHealthRouter } from './api/health/health.routes.ts';
import type { HealthService } from './api/health/health.service.ts';
import { createGenerateCodeService } from './api/metric-configs/generateCode.service.ts';
import { createMetricConfigsRouter } from './api/metric-configs/metric-configs.routes.ts';
import { createMetricConfigsService } from './api/metric-configs/metric-configs.service.ts';
import { createMetricStatsService } from './api/metric-configs/metricStats.service.ts';
import { createRevokeTokenService } from './api/metric-configs/revokeToken.service.ts';
import { createSeriesListService } from './api/metric-configs/seriesList.service.ts';
import { createOpenApiRouter, createReferenceRouter } from './api/openapi/openapi.routes.ts';
import { identifyCaller, type KeyAccess } from './api/prometheus/identifyCaller.ts';
import { createPrometheusRouter } from './api/prometheus/prometheus.routes.ts';
import type { PrometheusService } from './api/prometheus/prometheus.service.ts';
import { createRejectionsRouter } from './api/rejections/rejections.routes.ts';
import { createRejectionsService } from './api/rejections/rejections.service.ts';
import type { Config } from './config.ts';
import type { Database } from './database/connect.ts';
import { NotFoundError } from './errors.ts';
import { type AddressOf, clientAddress } from './http/clientAddress.ts';
import { type AnswerFailure, errorHandler } from './http/errorHandler.ts';
import { jsonBody } from './http/jsonBody.ts';
import { managementCors } from './http/managementCors.ts';
import type { Observe } from './http/observe.ts';
import { publicPath } from './http/publicPath.ts';
import { createRateLimits } from './http/rateLimits.ts';
import { createIdentifyUser, maybeUser, requireUser } from './http/requireUser.ts';
import { followRoute, routePattern } from './http/routePattern.ts';
import { securityHeaders } from './http/securityHeaders.ts';
import type { SecurityLog } from './http/securityLog.ts';
import { createSessionCookie } from './http/sessionCookie.ts';
import type { Logger } from './logger.ts';
import type { Models } from './models/index.ts';

/** What the public application needs; `platform.ts` makes it, tests make parts of it differently. */
export interface AppDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database;
  readonly models: Models;
  readonly passwords: PasswordHasher;
  readonly health: HealthService;
  readonly observe: Observe;
  readonly securityLog: SecurityLog;
  readonly answerFailure: AnswerFailure;
  /** Queries, shared with the internal listener. */
  readonly prometheus: PrometheusService;
  /** How the query API checks API keys. */
  readonly keyAccess: KeyAccess;
  /** Folder with the built dashboard; undefined serves none. */
  readonly dashboardDir: string | undefined;
}

/** The public application: middleware in order, then the table of routes. Listens nowhere. */
export function createApp(deps: AppDeps): Express {
  const { config, database, models } = deps;
  const { now } = database.clock;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxyHops);
  app.set('etag', false);

  app.use((req, res, next) => {
    followRoute(req);
    deps.observe.watch(req, res, () => routePattern(req));
    next();
  });
  app.use(securityHeaders({ https: config.publicUrl.startsWith('https:') }));

  app.use('/api/v1/health', createHealthRouter(deps.health));
  app.use('/api/v1/client', createClientRouter({ config, models, now }));

  const addressOf: AddressOf = (req) => clientAddress(req, config.trustProxyHops);
  const rateLimits = createRateLimits({ config, pool: database.pool, userIdOf: (req) => maybeUser(req)?.id });
  const sessions = createSessionsService({ config, database, logger: deps.logger });
  const cookie = createSessionCookie(config.publicUrl);
  const identifyUser = createIdentifyUser({ verifySession: sessions.verify, cookie });
  const auth = createAuthService({ ...deps, sessions, guard: createSignInGuard({ config, pool: database.pool }) });
  // The body is read last: of somebody who is not signed in nothing is kept.
  const signedIn = [requireUser(identifyUser), rateLimits.api, ...jsonBody()];
  // Before the body parser: queries come as forms.
  const identify = identifyCaller({ config, identifyUser, keyAccess: deps.keyAccess });
  app.use(
    '/api/v1/prometheus',
    managementCors(config.corsOrigins),
    createPrometheusRouter({ service: deps.prometheus, identify, answerFailure: deps.answerFailure }),
  );
  const grafana = createGrafanaService({ config, now });
  app.use('/grafana', createGrafanaGateway({ config, service: grafana, verifySession: sessions.verify, cookie }));
  const management = express.Router();
  management.use(managementCors(config.corsOrigins));
  management.use((req, res, next) => {
    deps.securityLog.watch(
      req,
      res,
      () => routePattern(req),
      () => maybeUser(req)?.id,
    );
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  const path = publicPath(config.publicUrl);
  management.use(
    '/auth',
    createAuthRouter({
      auth,
      account: createAccountService({ database, models, passwords: deps.passwords, sessions }),
      sessions,
      addressOf,
      deviceCookies: createDeviceCookies(config),
      sessionCookie: cookie,
      rateLimits,
      ownsOrigin: path === '',
      signedIn,
      now,
    }),
  );
  management.use(
    '/apikeys',
    createApiKeysRouter({ service: createApiKeysService({ database, models }), signedIn, now }),
  );
  management.use(
    '/metric-configs',
    createMetricConfigsRouter({
      metricConfigs: createMetricConfigsService({ database, models }),
      metricStats: createMetricStatsService({ database, models }),
      generateCode: createGenerateCodeService({ config, database, models }),
      revokeToken: createRevokeTokenService({ database, models }),
      seriesList: createSeriesListService({ database, models }),
      signedIn,
      now,
    }),
  );
  management.use('/rejections', createRejectionsRouter({ service: createRejectionsService({ database }), signedIn }));
  management.use('/grafana', createGrafanaRouter({ service: grafana, signedIn }));
  app.use('/api/v1/openapi.json', createOpenApiRouter({ config }));
  app.use('/api/docs', createReferenceRouter({ config }));
  app.use('/api/v1', management);

  // The addresses in the dashboard's page are relative to a path that ends with a slash.
  if (path !== '') app.get(path, (_req, res) => res.redirect(`${path}/`));
  if (deps.dashboardDir !== undefined) {
    // Files only: nothing compressed here holds a secret beside what a caller can choose (BREACH).
    app.use(compression(), express.static(deps.dashboardDir, { etag: true, index: 'index.html' }));
  }
  app.use((req) => {
    throw new NotFoundError(`There is no ${req.method} ${req.path.slice(0, 200)} here.`, 'unknown_route');
  });
  app.use(errorHandler(deps.answerFailure));
  return app;
}
