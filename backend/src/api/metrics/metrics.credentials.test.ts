import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateApiKey } from '../../credentials/apiKeySecret.ts';
import { announceChange } from '../../database/changes.ts';
import { createModels } from '../../models/index.ts';
import { addressUnderTest } from '../../testing/addressUnderTest.ts';
import { readRejections } from '../../testing/ingestionRig.ts';
import { type Answer, startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';

let server: TestPlatform;

beforeAll(async () => {
  server = await startTestPlatform({ env: { RATE_LIMIT_FAILED_AUTH_PER_MINUTE: '1000' } });
});
afterAll(() => server.stop());

const path = addressUnderTest.collectPath;
const metrics = [{ name: 'orders' }];

async function tenantWithCounter(): Promise<TestTenant & { metricId: string }> {
  const tenant = await server.signUp();
  return { ...tenant, metricId: await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' }) };
}

/** What every refusal of credentials looks like; the request id is all that differs. */
function expectUnauthenticated(answer: Answer<unknown>): void {
  expect(answer.status).toBe(401);
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  expect(answer.headers.get('www-authenticate')).toBe('ApiKey realm="uvp"');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.body).toEqual({
    type: 'urn:uvp:problem:invalid_api_key',
    title: 'Authentication is required',
    status: 401,
    detail: 'The API key and secret are not valid together, or no longer valid.',
    code: 'invalid_api_key',
    requestId: expect.any(String),
  });
}

/** Changes a record as an operator would, and tells the replicas. */
async function change(tenantId: string, sql: string, values: unknown[]): Promise<void> {
  const { sequelize, pool } = server.database;
  await pool.query(sql, values);
  await sequelize.transaction((transaction) => announceChange(sequelize, tenantId, transaction));
}

describe('the credentials of POST /api/v1/metrics', () => {
  it('may stand in the headers', async () => {
    const tenant = await tenantWithCounter();
    expect(await server.push(tenant, metrics)).toMatchObject({ status: 202 });
  });

  it('may stand in a text/plain body', async () => {
    const { apiKey, apiSecret, metricId, ...tenant } = await tenantWithCounter();
    const send = (body: unknown, type = 'text/plain;charset=UTF-8') =>
      server.call('POST', path, { body, headers: { 'Content-Type': type } });
    expect(await send({ apiKey, apiSecret, batchId: 'b', metrics })).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    expect(await send({ apiKey, apiSecret, batchId: 'b', metrics })).toMatchObject({ body: { duplicate: true } });
    expect(await send({ metrics })).toMatchObject({ status: 400, body: { errors: [{ path: 'body.apiKey' }, {}] } });
    expectUnauthenticated(await send({ apiKey, apiSecret: generateApiKey().apiSecret, metrics }));
    expect(await send({ apiKey, apiSecret, metrics }, 'application/json')).toMatchObject({ status: 401 });
    expect(await server.total({ ...tenant, apiKey, apiSecret }, metricId)).toBe(1);
  });

  it('are required', async () => {
    const { apiKey, apiSecret } = await tenantWithCounter();
    for (const headers of [{}, { 'X-API-Key': apiKey }, { 'X-API-Secret': apiSecret }]) {
      const answer = await server.call('POST', path, { headers, body: { metrics } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'missing_api_key' } });
      expect(answer.headers.get('www-authenticate')).toBe('ApiKey realm="uvp"');
    }
  });

  it('are refused in the same words, whatever is wrong with them', async () => {
    const [tenant, other] = [await tenantWithCounter(), await tenantWithCounter()];
    const { apiKey, apiSecret } = generateApiKey();
    const wrong: [key: string, secret: string][] = [
      [apiKey, tenant.apiSecret],
      [tenant.apiKey, apiSecret],
      [tenant.apiKey, other.apiSecret],
      [tenant.apiKey, tenant.token.slice(0, 190)],
      [tenant.apiKey, tenant.apiKey],
      [tenant.apiKey, 'mb_k1.1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA'],
      [`${tenant.apiKey}, ${tenant.apiKey}`, tenant.apiSecret],
      ["mk_' or 1=1 --", tenant.apiSecret],
      ['', ''],
    ];
    for (const [key, secret] of wrong) {
      expectUnauthenticated(await server.push({ ...tenant, apiKey: key, apiSecret: secret }, metrics));
    }
    expect(await server.total(tenant, tenant.metricId)).toBe(0);
    expect(server.log.text()).not.toContain(tenant.apiSecret);
  });

  it.each([
    ['has expired', "update api_keys set expires_at = now() - interval '1 s' where user_id = $1"],
    ['is switched off', 'update api_keys set is_active = false where user_id = $1'],
    ['belongs to nobody active', 'update users set is_active = false where id = $1'],
  ])('are void when the key %s', async (_why, sql) => {
    const tenant = await tenantWithCounter();
    expect(await server.push(tenant, metrics)).toMatchObject({ status: 202 });
    await change(tenant.id, sql, [tenant.id]);
    const refused = async () => (await server.push(tenant, metrics)).status;
    await expect.poll(refused, { timeout: 2_000, interval: 20 }).toBe(401);
    expectUnauthenticated(await server.push(tenant, metrics));
  });

  it('never open the management API', async () => {
    const tenant = await tenantWithCounter();
    const headers = { 'X-API-Key': tenant.apiKey, 'X-API-Secret': tenant.apiSecret };
    expect(await server.call('GET', '/api/v1/apikeys', { headers })).toMatchObject({ status: 401 });
    expect(await server.call('GET', '/api/v1/apikeys', { token: tenant.apiSecret })).toMatchObject({ status: 401 });
  });

  it('are not for pages: a secret with an Origin is refused, and its owner can see that', async () => {
    const tenant = await tenantWithCounter();
    for (const origin of ['https://shop.example', 'null']) {
      const answer = await server.push(tenant, metrics, { headers: { Origin: origin } });
      expect(answer).toMatchObject({ status: 403, body: { code: 'secret_in_browser' } });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    const counted = () => readRejections(server.database.pool, tenant.id);
    await expect.poll(counted).toEqual({ secret_in_browser: 2 });
    expect(await server.total(tenant, tenant.metricId)).toBe(0);
  });

  it('leave a mark at the key', async () => {
    const tenant = await tenantWithCounter();
    const { ApiKey } = createModels(server.database.sequelize);
    const lastUsedAt = async () => (await ApiKey.findOne({ where: { apiKey: tenant.apiKey } }))?.lastUsedAt ?? null;
    expect(await lastUsedAt()).toBeNull();
    await server.push(tenant, metrics);
    await expect.poll(lastUsedAt, { timeout: 7_000, interval: 100 }).toBeInstanceOf(Date);
  });

  it('can be tried only so often from one address; known keys go on working', async () => {
    const strict = await startTestPlatform({
      database: server.database,
      env: { RATE_LIMIT_FAILED_AUTH_PER_MINUTE: '3' },
    });
    const tenant = await tenantWithCounter();
    const tryWrong = async () => {
      const { apiKey, apiSecret } = generateApiKey();
      return strict.push({ ...tenant, apiKey, apiSecret }, metrics);
    };
    expect(await strict.push(tenant, metrics)).toMatchObject({ status: 202 });
    for (let i = 0; i < 3; i += 1) expect(await tryWrong()).toMatchObject({ status: 401 });
    const limited = await tryWrong();
    expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(limited.headers.get('access-control-allow-origin')).toBe('*');
    expect(await strict.push(tenant, metrics)).toMatchObject({ status: 202 });
    // The address of the connection counts, whatever the caller writes.
    const spoofed = await strict.push({ ...tenant, apiKey: generateApiKey().apiKey }, metrics, {
      headers: { 'X-Forwarded-For': '192.0.2.1' },
    });
    expect(spoofed.status).toBe(429);
    await strict.stop();
  });

  it('are counted by the address that our own proxy has seen, and no other', async () => {
    const env = { RATE_LIMIT_FAILED_AUTH_PER_MINUTE: '2', TRUST_PROXY_HOPS: '1' };
    const behind = await startTestPlatform({ database: server.database, env });
    const tenant = await tenantWithCounter();
    const tryFrom = async (forwarded: string) => {
      const { apiKey, apiSecret } = generateApiKey();
      const headers = { 'X-Forwarded-For': forwarded };
      return (await behind.push({ ...tenant, apiKey, apiSecret }, metrics, { headers })).status;
    };
    expect(await tryFrom('198.51.100.1, 192.0.2.7')).toBe(401);
    expect(await tryFrom('198.51.100.2, 192.0.2.7')).toBe(401);
    expect(await tryFrom('198.51.100.3, 192.0.2.7')).toBe(429);
    expect(await tryFrom('192.0.2.7, 192.0.2.8')).toBe(401);
    await behind.stop();
  });
});
