import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signBrowserToken } from '../../credentials/browserToken.ts';
import { announceChange } from '../../database/changes.ts';
import { addressUnderTest } from '../../testing/addressUnderTest.ts';
import { readRejections } from '../../testing/ingestionRig.ts';
import { type Answer, type PushAnswer, startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';

const current = { id: 'k2', secret: randomBytes(32) };
const previous = { id: 'k1', secret: randomBytes(32) };
const env = {
  BROWSER_TOKEN_KEYS: [current, previous].map(({ id, secret }) => `${id}:${secret.toString('base64url')}`).join(','),
  RATE_LIMIT_BROWSER_PER_SECOND: '1000',
  RATE_LIMIT_BROWSER_BURST: '10000',
};
let server: TestPlatform;

beforeAll(async () => {
  server = await startTestPlatform({ env });
});
afterAll(() => server.stop());

/** A page of a tenant, with the token for one metric of theirs. */
async function openPage(given: { allowedOrigins?: string[] } = {}) {
  const tenant = await server.signUp();
  const metricId = await server.createMetric(tenant, {
    metricName: 'clicks',
    metricType: 'counter',
    labels: { button: '' },
  });
  const otherId = await server.createMetric(tenant, { metricName: 'secrets', metricType: 'counter' });
  const { body } = await server.call<{ apiKey: { apiKey: string } }>('POST', '/api/v1/apikeys', {
    token: tenant.token,
    body: { keyName: 'page', ...given },
  });
  const { apiKey } = body.apiKey;
  const token = signBrowserToken({ apiKey, metricConfigId: metricId, tokenVersion: 1 }, current);
  const push = (
    metrics: unknown,
    headers: Record<string, string> = {},
    apiSecret = token,
  ): Promise<Answer<PushAnswer>> =>
    server.push({ ...tenant, apiKey, apiSecret }, metrics, { headers: { Origin: 'https://shop.example', ...headers } });
  return { tenant, apiKey, metricId, otherId, token, push };
}

const click = [{ name: 'clicks' }];

describe('a browser token', () => {
  it('writes its own metric, from any page when the key names none', async () => {
    const { tenant, metricId, push } = await openPage();
    expect(await push(click)).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await push(click, { Origin: 'null' })).toMatchObject({ status: 202 });
    expect(await server.total(tenant, metricId)).toBe(2);
  });

  it('writes it in the form that needs no preflight, too', async () => {
    const { tenant, metricId, apiKey, token } = await openPage();
    const answer = await server.call('POST', addressUnderTest.collectPath, {
      headers: { 'Content-Type': 'text/plain;charset=UTF-8', Origin: 'https://shop.example' },
      body: JSON.stringify({ apiKey, apiSecret: token, batchId: 'b1', metrics: click }),
    });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await server.total(tenant, metricId)).toBe(1);
  });

  it('is believed to have given up 10,000 entries, and no more', async () => {
    const { tenant, apiKey, token } = await openPage();
    const answer = await server.call('POST', addressUnderTest.collectPath, {
      headers: { 'X-API-Key': apiKey, 'X-API-Secret': token },
      body: { metrics: click, dropped: 1e9 },
    });
    expect(answer.status).toBe(202);
    expect(await readRejections(server.database.pool, tenant.id)).toEqual({ dropped_by_sender: 10_000 });
  });

  it('writes no other metric, and does not tell which there are', async () => {
    const { tenant, otherId, push } = await openPage();
    const answers = await Promise.all(['secrets', 'secrets_total', 'nothing'].map((name) => push([{ name }])));
    for (const { status, body } of answers) {
      expect([status, body.errors]).toEqual([400, answers[2]?.body.errors]);
      expect(body.errors?.[0]?.code).toBe('not_allowed');
    }
    expect(await push([...click, { name: 'secrets' }])).toMatchObject({
      status: 202,
      body: { accepted: 1, rejected: [{ index: 1, code: 'not_allowed' }] },
    });
    expect(await server.total(tenant, otherId)).toBe(0);
  });

  it('opens nothing else', async () => {
    const { apiKey, token } = await openPage();
    const headers = { 'X-API-Key': apiKey, 'X-API-Secret': token };
    for (const path of ['/api/v1/apikeys', '/api/v1/metric-configs', '/api/v1/auth/me']) {
      expect(await server.call('GET', path, { headers })).toMatchObject({ status: 401 });
      expect(await server.call('GET', path, { token })).toMatchObject({ status: 401 });
    }
  });

  it('is void when changed, made for another key or another metric, or signed by nobody known', async () => {
    const [page, other] = [await openPage(), await openPage()];
    const claims = { apiKey: page.apiKey, metricConfigId: page.metricId, tokenVersion: 1 };
    const changed = page.token.slice(0, -1) + (page.token.endsWith('A') ? 'B' : 'A');
    const wrong = [
      changed,
      other.token,
      signBrowserToken({ ...claims, apiKey: other.apiKey }, current),
      signBrowserToken({ ...claims, metricConfigId: other.metricId }, current),
      signBrowserToken({ ...claims, tokenVersion: 2 }, current),
      signBrowserToken(claims, { id: 'k2', secret: randomBytes(32) }),
      signBrowserToken(claims, { ...current, id: 'k3' }),
    ];
    for (const token of wrong) {
      expect(await page.push(click, {}, token)).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } });
    }
    expect(await server.total(other.tenant, other.metricId)).toBe(0);
    expect(await page.push(click, {}, signBrowserToken(claims, previous))).toMatchObject({ status: 202 });
  });

  it("is void once the configuration's version is raised, or the configuration is gone", async () => {
    const { tenant, metricId, apiKey, push } = await openPage();
    const { sequelize } = server.database;
    expect((await push(click)).status).toBe(202);
    await sequelize.transaction(async (transaction) => {
      const replacements = { metricId };
      await sequelize.query('update metric_configs set token_version = 2 where id = :metricId', {
        replacements,
        transaction,
      });
      await announceChange(sequelize, tenant.id, transaction);
    });
    await expect.poll(async () => (await push(click)).status, { timeout: 2_000, interval: 20 }).toBe(401);
    const renewed = signBrowserToken({ apiKey, metricConfigId: metricId, tokenVersion: 2 }, current);
    expect((await push(click, {}, renewed)).status).toBe(202);
    await server.call('DELETE', `/api/v1/metric-configs/${metricId}`, { token: tenant.token });
    await expect.poll(async () => (await push(click, {}, renewed)).status, { timeout: 2_000, interval: 20 }).toBe(401);
  });

  it('works on the pages that the key names, and nowhere else', async () => {
    const { tenant, metricId, push, apiKey, token } = await openPage({
      allowedOrigins: ['https://shop.example', 'https://*.blog.example'],
    });
    for (const Origin of ['https://shop.example', 'https://a.blog.example']) {
      expect(await push(click, { Origin })).toMatchObject({ status: 202 });
    }
    for (const Origin of ['https://evil.example', 'https://blog.example', 'http://shop.example', 'null']) {
      const answer = await push(click, { Origin });
      expect(answer).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    const withoutOrigin = await server.push({ ...tenant, apiKey, apiSecret: token }, click);
    expect(withoutOrigin).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(await server.total(tenant, metricId)).toBe(2);
    const stats = () => server.call('GET', `/api/v1/metric-configs/${metricId}/stats`, { token: tenant.token });
    await expect
      .poll(async () => (await stats()).body)
      .toMatchObject({ rejections: [{ code: 'origin_not_allowed', count: 5 }] });
  });

  it('sends 64 KiB and 500 values at most', async () => {
    const { push, apiKey, token } = await openPage();
    const many = (count: number) => Array.from({ length: count }, () => ({ name: 'clicks' }));
    expect(await push(many(500))).toMatchObject({ status: 202 });
    expect(await push(many(501))).toMatchObject({ status: 400, body: { code: 'batch_too_large' } });
    const large = [{ name: 'clicks', labels: { button: 'x'.repeat(65_536) } }];
    expect(await push(large)).toMatchObject({ status: 413 });
    const simple = await server.call('POST', addressUnderTest.collectPath, {
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify({ apiKey, apiSecret: token, metrics: large }),
    });
    expect(simple).toMatchObject({ status: 413 });
  });

  it('is limited by address, refused origins included, and servers are not', async () => {
    const limits = { RATE_LIMIT_BROWSER_PER_SECOND: '1', RATE_LIMIT_BROWSER_BURST: '4' };
    const strict = await startTestPlatform({ env: { ...env, ...limits }, database: server.database });
    const page = await openPage({ allowedOrigins: ['https://shop.example'] });
    const push = (Origin: string) =>
      strict.push({ ...page.tenant, apiKey: page.apiKey, apiSecret: page.token }, click, { headers: { Origin } });
    const statuses = [];
    for (const origin of ['shop', 'evil', 'shop', 'evil'])
      statuses.push((await push(`https://${origin}.example`)).status);
    expect(statuses).toEqual([202, 403, 202, 403]);
    for (const origin of ['https://shop.example', 'https://evil.example']) {
      const limited = await push(origin);
      expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(limited.headers.get('access-control-allow-origin')).toBe('*');
      expect(limited.headers.get('access-control-expose-headers')).toMatch('Retry-After');
    }
    const counted = () => readRejections(server.database.pool, page.tenant.id);
    await expect.poll(counted).toEqual({ origin_not_allowed: 2 });
    for (let i = 0; i < 10; i += 1) expect((await strict.push(page.tenant, click)).status).toBe(202);
    await strict.stop();
  });
});
