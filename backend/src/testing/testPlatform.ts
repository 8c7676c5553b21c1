import type { MetricSink } from '../forwarding/metricSink.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { addressUnderTest, settingsUnderTest } from './addressUnderTest.ts';
import { unique } from './builders.ts';
import { createMemoryLog, type MemoryLog } from './memoryLog.ts';
import { testConfig } from './testConfig.ts';
import { createTestDatabase, type TestDatabase } from './testDatabase.ts';
import { visitorAgent } from './visitorAgent.ts';

/** The answer to a request, read. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A tenant of a test platform, with what it takes to push for it. */
export interface TestTenant {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly apiKeyId: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What `POST /api/v1/metrics` answers. */
export interface PushAnswer {
  readonly accepted: number;
  readonly rejected: readonly { index: number; code: string; detail: string }[];
  readonly duplicate: boolean;
  readonly leftOut?: number;
  readonly code?: string;
  readonly errors?: readonly { path: string; message: string; code?: string }[];
}

/** A real server on a free port, over a real database; several on one database are replicas. */
export interface TestPlatform {
  readonly platform: Platform;
  readonly database: TestDatabase;
  readonly log: MemoryLog;
  call<T = unknown>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  signUp(): Promise<TestTenant>;
  /** Lets the tenant's key create metrics from samples. */
  letKeyCreate(tenant: TestTenant): Promise<void>;
  /** Creates a metric configuration and gives back its id. */
  createMetric(tenant: TestTenant, fields: Record<string, unknown>): Promise<string>;
  push(
    tenant: TestTenant,
    metrics: unknown,
    more?: { batchId?: string; headers?: Record<string, string> },
  ): Promise<Answer<PushAnswer>>;
  /** The tenant's total of a configuration, from `/stats`. */
  total(tenant: TestTenant, configId: string): Promise<number>;
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/**
 * @param options.env variables as in env.template
 * @param options.dashboardDir folder with the built dashboard
 * @param options.database another platform's, to be a replica of it; the first one's `stop` drops it
 */
export async function startTestPlatform(
  options: {
    env?: Readonly<Record<string, string>>;
    dashboardDir?: string;
    database?: TestDatabase;
    createSink?: (url: string) => MetricSink;
  } = {},
): Promise<TestPlatform> {
  const database = options.database ?? (await createTestDatabase());
  const log = createMemoryLog();
  const config = testConfig(database.url, {
    PORT: '0',
    INTERNAL_PORT: '0',
    PUSH_INTERVAL_SECONDS: '0.2',
    ...settingsUnderTest(),
    ...options.env,
  });
  const platform = await startPlatform(config, {
    logger: log.logger,
    dashboardDir: options.dashboardDir,
    ...(options.createSink && { createSink: options.createSink }),
  });
  const client = createTestClient(platform.url);
  return {
    platform,
    database,
    log,
    ...client,
    async stop() {
      await platform.stop();
      if (!options.database) await database.drop();
    },
  };
}

/** Speaks HTTP to a server that runs anywhere, in this process or in another. */
export function createTestClient(
  url: string,
): Pick<TestPlatform, 'call' | 'signUp' | 'letKeyCreate' | 'createMetric' | 'push' | 'total'> {
  async function call<T>(method: string, path: string, { token, body, headers }: CallOptions = {}): Promise<Answer<T>> {
    const response = await fetch(url + path, {
      method,
      headers: {
        'User-Agent': visitorAgent,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  return {
    call,
    async signUp() {
      const email = `${unique('tenant')}@example.test`;
      const password = `${unique('pass')}-Horse`;
      const { status, body } = await call<{
        token: string;
        user: { id: string };
        apiKey: { id: string; apiKey: string; apiSecret: string };
      }>('POST', '/api/v1/auth/signup', {
        body: {
          email,
          password,
          firstName: 'Ada',
          lastName: 'Lovelace',
        },
      });
      if (status !== 201) throw new Error(`sign-up was answered ${status}: ${JSON.stringify(body)}`);
      const { id: apiKeyId, apiKey, apiSecret } = body.apiKey;
      return { id: body.user.id, email, password, token: body.token, apiKeyId, apiKey, apiSecret };
    },
    async letKeyCreate({ apiKeyId, token }) {
      const { status } = await call('PATCH', `/api/v1/apikeys/${apiKeyId}`, { token, body: { createsMetrics: true } });
      if (status !== 200) throw new Error(`the key was answered ${status}`);
    },
    async createMetric(tenant, fields) {
      const { status, body } = await call<{ metricConfig: { id: string } }>('POST', '/api/v1/metric-configs', {
        token: tenant.token,
        body: { name: 'Test metric', labels: {}, ...fields },
      });
      if (status !== 201) throw new Error(`the configuration was answered ${status}: ${JSON.stringify(body)}`);
      return body.metricConfig.id;
    },
    push: (tenant, metrics, more = {}) =>
      call<PushAnswer>('POST', addressUnderTest.collectPath, {
        headers: { 'X-API-Key': tenant.apiKey, 'X-API-Secret': tenant.apiSecret, ...more.headers },
        body: { metrics, ...(more.batchId !== undefined && { batchId: more.batchId }) },
      }),
    async total(tenant, configId) {
      const { status, body } = await call<{ total: number }>('GET', `/api/v1/metric-configs/${configId}/stats`, {
        token: tenant.token,
      });
      if (status !== 200) throw new Error(`stats were answered ${status}: ${JSON.stringify(body)}`);
      return body.total;
    },
  };
}
