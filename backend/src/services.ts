import { createApiKeysService } from './api/apikeys/apikeys.service.ts';
import { createSiteCodeService } from './api/apikeys/siteCode.service.ts';
import { createAccountService } from './api/auth/account.service.ts';
import { createAuthService } from './api/auth/auth.service.ts';
import { createDeviceCookies } from './api/auth/deviceCookies.ts';
import type { PasswordHasher } from './api/auth/passwordHasher.ts';
import { createSessionsService } from './api/auth/sessions.service.ts';
import { createSignInGuard } from './api/auth/signInGuard.ts';
import { createClientService } from './api/client/client.service.ts';
import { createGrafanaService } from './api/grafana/grafana.service.ts';
import type { HealthCheck } from './api/health/checkResult.ts';
import { createHealthService, type HealthChecks } from './api/health/health.service.ts';
import { createGenerateCodeService } from './api/metric-configs/generateCode.service.ts';
import { createMetricConfigsService } from './api/metric-configs/metric-configs.service.ts';
import { createMetricStatsService } from './api/metric-configs/metricStats.service.ts';
import { createRevokeTokenService } from './api/metric-configs/revokeToken.service.ts';
import { createSeriesListService } from './api/metric-configs/seriesList.service.ts';
import { identifyCaller, type KeyAccess } from './api/prometheus/identifyCaller.ts';
import { createPrometheusService } from './api/prometheus/prometheus.service.ts';
import { createRejectionsService } from './api/rejections/rejections.service.ts';
import type { Config } from './config.ts';
import type { Database } from './database/connect.ts';
import { type AddressOf, clientAddress } from './http/clientAddress.ts';
import { createAnswerFailure } from './http/errorHandler.ts';
import { createObserve } from './http/observe.ts';
import { createRateLimits } from './http/rateLimits.ts';
import { createIdentifyUser, maybeUser } from './http/requireUser.ts';
import { createSecurityLog } from './http/securityLog.ts';
import { createSessionCookie } from './http/sessionCookie.ts';
import type { Logger } from './logger.ts';
import type { Models } from './models/index.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** What the services are made from; who makes these parts also closes them. */
export interface ServiceDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly models: Models;
  readonly passwords: PasswordHasher;
  /** How the query API checks API keys. */
  readonly keyAccess: KeyAccess;
  /** The version of the product, as health tells it. */
  readonly version: string;
  readonly healthChecks: HealthChecks<HealthCheck>;
}

/** Every service of the API and what its requests share, each there once. `securityLog` must be stopped at the end. */
export type Services = ReturnType<typeof createServices>;

export function createServices(deps: ServiceDeps) {
  const { config, logger, metrics, database, models, passwords } = deps;
  const { pool, clock } = database;
  const { now } = clock;
  const addressOf: AddressOf = (req) => clientAddress(req, config.trustProxyHops);
  const securityLog = createSecurityLog({ logger, metrics, addressOf });
  const sessionCookie = createSessionCookie(config.publicUrl);
  const sessions = createSessionsService({ config, database, logger });
  const identifyUser = createIdentifyUser({ verifySession: sessions.verify, cookie: sessionCookie });
  const guard = createSignInGuard({ config, pool });
  return {
    addressOf,
    observe: createObserve({ logger, metrics }),
    securityLog,
    answerFailure: createAnswerFailure({ logger, metrics, securityLog }),
    rateLimits: createRateLimits({
      limits: config.rateLimits,
      jwtSecret: config.jwt.secret,
      addressOf,
      pool,
      userIdOf: (req) => maybeUser(req)?.id,
    }),
    sessionCookie,
    deviceCookies: createDeviceCookies(config),
    identifyUser,
    identifyCaller: identifyCaller({
      addressOf,
      failuresPerMinute: config.rateLimits.failedAuthPerMinute,
      identifyUser,
      keyAccess: deps.keyAccess,
    }),

    health: createHealthService({ version: deps.version, checks: deps.healthChecks }),
    sessions,
    auth: createAuthService({ database, models, passwords, sessions, guard, logger }),
    account: createAccountService({ database, models, passwords, sessions }),
    apiKeys: createApiKeysService({ database, models }),
    siteCode: createSiteCodeService({ config, database, models }),
    metricConfigs: createMetricConfigsService({ database, models }),
    metricStats: createMetricStatsService({ database, models }),
    generateCode: createGenerateCodeService({ config, database, models }),
    revokeToken: createRevokeTokenService({ database, models }),
    seriesList: createSeriesListService({ database, models }),
    rejections: createRejectionsService({ database }),
    client: createClientService({ config, models, now }),
    prometheus: createPrometheusService({ config, models }),
    grafana: createGrafanaService({ config, now }),
  };
}
