import { createServer, type IncomingMessage } from 'node:http';
import type { Express } from 'express';
import supertest from 'supertest';
import { createPasswordHasher } from '../api/auth/passwordHasher.ts';
import { databaseCheck } from '../api/health/databaseCheck.ts';
import { createHealthService } from '../api/health/health.service.ts';
import { createOpenApiDocument } from '../api/openapi/document.ts';
import { createPrometheusService } from '../api/prometheus/prometheus.service.ts';
import { type AppDeps, createApp } from '../app.ts';
import type { PresentedApiKeyWithSecret } from '../contract/apiKeys.ts';
import { UnauthenticatedError } from '../errors.ts';
import { clientAddress } from '../http/clientAddress.ts';
import { createAnswerFailure } from '../http/errorHandler.ts';
import { createObserve } from '../http/observe.ts';
import { createSecurityLog } from '../http/securityLog.ts';
import { createModels } from '../models/index.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { unique } from './builders.ts';
import { createAssertDocumented } from './documented.ts';
import { createMemoryLog, type MemoryLog } from './memoryLog.ts';
import { testConfig } from './testConfig.ts';
import { createTestDatabase } from './testDatabase.ts';

/** Somebody who has signed up. */
export interface TestUser {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  /** The header of a signed-in request, for `.set(user.auth)`. */
  readonly auth: { readonly Authorization: string };
  /** The first API key, secret included. */
  readonly apiKey: PresentedApiKeyWithSecret;
}

/** The whole application over a database of its own, spoken to by HTTP. */
export interface TestApp {
  /** Sends requests. Every answer must be one that the OpenAPI document promises, or awaiting it throws. */
  readonly request: ReturnType<typeof supertest.agent>;
  readonly app: Express;
  readonly deps: AppDeps;
  readonly log: MemoryLog;
  readonly metrics: Metrics;
  signUp(given?: Partial<Pick<TestUser, 'email' | 'password'>>): Promise<TestUser>;
  close(): Promise<void>;
}

/** `env` sets variables as env.template has them; `deps` replaces parts. */
export async function createTestApp(
  options: { env?: Readonly<Record<string, string>>; deps?: Partial<AppDeps> } = {},
): Promise<TestApp> {
  const database = await createTestDatabase();
  const config = testConfig(database.url, options.env);
  const log = createMemoryLog();
  const metrics = createMetrics({ processMetrics: false });
  const absent = async () => ({ status: 'absent' as const });
  const addressOf = (req: IncomingMessage) => clientAddress(req, config.trustProxyHops);
  const securityLog = createSecurityLog({ logger: log.logger, metrics, addressOf });
  const answerFailure = createAnswerFailure({ logger: log.logger, metrics, securityLog });
  const models = createModels(database.sequelize);
  const deps: AppDeps = {
    config,
    logger: log.logger,
    database,
    models,
    passwords: createPasswordHasher({ rounds: config.bcryptRounds, workers: 1 }),
    health: createHealthService({
      version: '0.0.0-test',
      checks: { database: databaseCheck(database.pool), pushgateway: absent, prometheus: absent },
    }),
    observe: createObserve({ logger: log.logger, metrics }),
    securityLog,
    answerFailure,
    prometheus: createPrometheusService({ config, models }),
    keyAccess: {
      authenticate: async () => {
        throw new UnauthenticatedError('This test application knows no API keys.');
      },
      keyUsage: { used: () => {} },
    },
    dashboardDir: undefined,
    ...options.deps,
  };
  const app = createApp(deps);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const assertDocumented = createAssertDocumented(createOpenApiDocument(config.publicUrl));
  const request = supertest.agent(server).use((sent: supertest.Test) => {
    sent.expect((answer: supertest.Response) => {
      const { method, url } = answer.request;
      const { status, type: contentType } = answer;
      const body: unknown = contentType.endsWith('json') ? answer.body : answer.text;
      if (status === 500)
        throw new Error(`${method} ${url} failed: ${log.lines.findLast((line) => line.includes('request failed'))}`);
      assertDocumented({ method, path: new URL(url).pathname, status, contentType, body });
    });
  });
  return {
    request,
    app,
    deps,
    log,
    metrics,
    async signUp({ email = `${unique('user')}@example.test`, password = `${unique('pass')}-Horse` } = {}) {
      const { status, body } = await request
        .post('/api/v1/auth/signup')
        .send({ email, password, firstName: 'Ada', lastName: 'Lovelace' });
      if (status !== 201) throw new Error(`sign-up was answered ${status}: ${JSON.stringify(body)}`);
      const token: string = body.token;
      return {
        id: body.user.id,
        email,
        password,
        token,
        auth: { Authorization: `Bearer ${token}` },
        apiKey: body.apiKey,
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await deps.passwords.close();
      await database.drop();
    },
  };
}
