import { createServer } from 'node:http';
import type { Express } from 'express';
import supertest from 'supertest';
import { createPasswordHasher } from '../api/auth/passwordHasher.ts';
import { databaseCheck } from '../api/health/databaseCheck.ts';
import { createOpenApiDocument } from '../api/openapi/document.ts';
import { createApp } from '../app.ts';
import type { PresentedApiKeyWithSecret } from '../contract/apiKeys.ts';
import { UnauthenticatedError } from '../errors.ts';
import { publicPath } from '../http/publicPath.ts';
import { createModels } from '../models/index.ts';
import { standardPaths } from '../publicAddresses.ts';
import { createRequestListener } from '../requestListener.ts';
import { createServices, type ServiceDeps, type Services } from '../services.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { settingsUnderTest } from './addressUnderTest.ts';
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
  readonly deps: ServiceDeps;
  readonly services: Services;
  readonly log: MemoryLog;
  readonly metrics: Metrics;
  signUp(given?: Partial<Pick<TestUser, 'email' | 'password'>>): Promise<TestUser>;
  close(): Promise<void>;
}

/**
 * @param options.env variables as in env.template
 * @param options.deps replaces parts that services are made from
 * @param options.services replaces services
 * @param options.dashboardDir folder with the built dashboard
 */
export async function createTestApp(
  options: {
    env?: Readonly<Record<string, string>>;
    deps?: Partial<ServiceDeps>;
    services?: Partial<Services>;
    dashboardDir?: string;
  } = {},
): Promise<TestApp> {
  const database = await createTestDatabase();
  const config = testConfig(database.url, { ...settingsUnderTest(), ...options.env });
  const log = createMemoryLog();
  const metrics = createMetrics({ processMetrics: false });
  const absent = async () => ({ status: 'absent' as const });
  const deps: ServiceDeps = {
    config,
    logger: log.logger,
    metrics,
    database,
    models: createModels(database.sequelize),
    passwords: createPasswordHasher({ rounds: config.bcryptRounds, workers: 1 }),
    keyAccess: {
      authenticate: async () => {
        throw new UnauthenticatedError('This test application knows no API keys.');
      },
      keyUsage: { used: () => {} },
    },
    version: '0.0.0-test',
    healthChecks: { database: databaseCheck(database.pool), pushgateway: absent, prometheus: absent },
    ...options.deps,
  };
  const services = { ...createServices(deps), ...options.services };
  const app = createApp({
    config: deps.config,
    services,
    now: deps.database.clock.now,
    dashboardDir: options.dashboardDir,
  });
  // Samples are not for this application: they reach Express, which knows no such route.
  const listener = createRequestListener({ config, publicPath: publicPath(config.publicUrl), ingest: app, app });
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const assertDocumented = createAssertDocumented(createOpenApiDocument(config.publicUrl));
  const request = supertest.agent(server).use((sent: supertest.Test) => {
    sent.expect((answer: supertest.Response) => {
      const { method, url } = answer.request;
      const { status, type: contentType } = answer;
      const body: unknown = contentType.endsWith('json') ? answer.body : answer.text;
      if (status === 500)
        throw new Error(`${method} ${url} failed: ${log.lines.findLast((line) => line.includes('request failed'))}`);
      const { pathname } = new URL(url);
      const path = pathname === config.scriptPath ? standardPaths.script : pathname;
      assertDocumented({ method, path, status, contentType, body });
    });
  });
  return {
    request,
    app,
    deps,
    services,
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
