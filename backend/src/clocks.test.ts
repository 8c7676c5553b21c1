import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signSessionToken } from './api/auth/sessionToken.ts';
import { testConfig } from './testing/testConfig.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from './testing/testPlatform.ts';

const minuteMs = 60_000;
const env = {
  JWT_SECRET: 'b7Jk2mQ9xV4tR8wZ1nL6pD3sF5hG0yC7',
  JWT_TTL_SECONDS: '600',
  RATE_LIMIT_SIGNIN_PER_ACCOUNT: '1',
};
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Milliseconds by the database's clock, so many minutes from now. */
async function inMinutes(minutes: number): Promise<number> {
  const { rows } = await database.pool.query<{ now: Date }>('select clock_timestamp() as now');
  return (rows[0]?.now.getTime() ?? 0) + minutes * minuteMs;
}

describe.each([
  ['an hour ahead', 60],
  ['an hour behind', -60],
])('a replica whose clock is %s', (_name, minutesOff) => {
  let server: TestPlatform;
  let tenant: TestTenant;
  let configId: string;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutesOff * minuteMs });
    server = await startTestPlatform({ env, database });
    tenant = await server.signUp();
    configId = await server.createMetric(tenant, {
      metricName: 'orders',
      metricType: 'counter',
      trackingEvents: ['order'],
    });
  });
  afterEach(async () => {
    await server.stop();
    vi.useRealTimers();
  });

  const push = async (apiSecret = tenant.apiSecret, headers: Record<string, string> = {}) =>
    (await server.push({ ...tenant, apiSecret }, [{ name: 'orders' }], { headers })).status;

  async function change<T>(method: string, path: string, body: unknown): Promise<T> {
    const answer = await server.call<T>(method, `/api/v1${path}`, { token: tenant.token, body });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body;
  }

  /** Changes a record past the API; the replica hears of it. */
  async function set(sql: string, minutes: number, id: string): Promise<void> {
    await database.pool.query(sql, [new Date(await inMinutes(minutes)), id]);
    await database.pool.query('select pg_notify($1, $2)', ['uvp_changes', tenant.id]);
  }

  const scriptStatus = async () =>
    (await server.call('GET', `/api/v1/client/script.js?config=${configId}&key=${tenant.apiKey}`)).status;

  it('takes a key until it expires by the clock of the database, and no longer', async () => {
    await change('PATCH', `/apikeys/${tenant.apiKeyId}`, { expiresAt: new Date(await inMinutes(30)).toISOString() });
    expect(await push()).toBe(202);
    expect(await scriptStatus()).toBe(200);
    await change('POST', `/metric-configs/${configId}/generate-code`, { apiKeyId: tenant.apiKeyId });
    const past = { expiresAt: new Date(await inMinutes(-30)).toISOString() };
    const refused = await server.call('PATCH', `/api/v1/apikeys/${tenant.apiKeyId}`, {
      token: tenant.token,
      body: past,
    });
    expect(refused.status).toBe(400);

    await set('update api_keys set expires_at = $1 where id = $2', -30, tenant.apiKeyId);
    await expect.poll(() => push()).toBe(401);
    await expect.poll(scriptStatus).toBe(404);
    const code = await server.call('POST', `/api/v1/metric-configs/${configId}/generate-code`, {
      token: tenant.token,
      body: { apiKeyId: tenant.apiKeyId },
    });
    expect(code.status).toBe(409);
  });

  it('lets a rotated secret and a revoked token work until their overlap ends', async () => {
    const { code } = await change<{ code: string }>('POST', `/metric-configs/${configId}/generate-code`, {});
    const browserToken = /"apiSecret":"(mb_[^"]+)"/.exec(code)?.[1] ?? '';
    const siteCode = await change<{ code: string }>('POST', `/apikeys/${tenant.apiKeyId}/generate-code`, {});
    const siteToken = /"apiSecret":"(mt_[^"]+)"/.exec(siteCode.code)?.[1] ?? '';
    const asPage = () => push(browserToken, { Origin: 'https://shop.example' });
    const asSite = () => push(siteToken, { Origin: 'https://shop.example' });
    const overlap = { overlapSeconds: 1_800 };
    const rotated = await change<{ apiKey: object }>('POST', `/apikeys/${tenant.apiKeyId}/rotate`, overlap);
    expect(rotated.apiKey).toMatchObject({ previousSecretExpiresAt: expect.any(String) });
    const revoked = await change<{ metricConfig: object }>('POST', `/metric-configs/${configId}/revoke-token`, overlap);
    expect(revoked.metricConfig).toMatchObject({ previousTokenExpiresAt: expect.any(String) });
    const ended = await change<{ apiKey: object }>('POST', `/apikeys/${tenant.apiKeyId}/revoke-site-token`, overlap);
    expect(ended.apiKey).toMatchObject({ previousSiteTokenExpiresAt: expect.any(String) });
    const { rows } = await database.pool.query<{ seconds: number }>(
      `select extract(epoch from previous_secret_expires_at - clock_timestamp())::float as seconds from api_keys where id = $1
       union all
       select extract(epoch from previous_site_token_expires_at - clock_timestamp())::float from api_keys where id = $1
       union all
       select extract(epoch from previous_token_expires_at - clock_timestamp())::float from metric_configs where id = $2`,
      [tenant.apiKeyId, configId],
    );
    expect(rows).toHaveLength(3);
    for (const { seconds } of rows) expect(Math.abs(seconds - 1_800)).toBeLessThan(10);
    expect([await push(), await asPage(), await asSite()]).toEqual([202, 202, 202]);

    await set('update api_keys set previous_secret_expires_at = $1 where id = $2', -30, tenant.apiKeyId);
    await set('update api_keys set previous_site_token_expires_at = $1 where id = $2', -30, tenant.apiKeyId);
    await set('update metric_configs set previous_token_expires_at = $1 where id = $2', -30, configId);
    await expect.poll(() => push()).toBe(401);
    await expect.poll(asPage).toBe(401);
    await expect.poll(asSite).toBe(401);
    const { apiKeys } = await change<{ apiKeys: object[] }>('GET', '/apikeys', undefined);
    expect(apiKeys).toMatchObject([{ previousSecretExpiresAt: null, previousSiteTokenExpiresAt: null }]);
  });

  it('judges the sessions of other replicas by the clock of the database', async () => {
    const { jwt } = testConfig(database.url, env);
    const me = async (issuedAtMs: number) => {
      const token = signSessionToken({ userId: tenant.id, tokenVersion: 1, sessionId: undefined }, jwt, issuedAtMs);
      return (await server.call('GET', '/api/v1/auth/me', { token })).status;
    };
    expect(await me(await inMinutes(-5))).toBe(200);
    expect(await me(await inMinutes(-15))).toBe(401);
    const claims = JSON.parse(Buffer.from(tenant.token.split('.')[1] ?? '', 'base64url').toString());
    expect(Math.abs(claims.iat * 1000 - (await inMinutes(0)))).toBeLessThan(10_000);
  });

  it('says how long a limit that all replicas share still lasts', async () => {
    const body = { email: tenant.email, password: 'not the password' };
    const attempt = () => server.call('POST', '/api/v1/auth/signin', { body });
    const answers = [];
    for (let tries = 0; tries < 4; tries += 1) answers.push(await attempt());
    const limited = answers.find(({ status }) => status === 429);
    const seconds = Number(limited?.headers.get('Retry-After'));
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThanOrEqual(10);
  });
});
