import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSiteToken } from '../../credentials/siteToken.ts';
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

/** A page of a website: its tenant has two metrics for pages and one that is not. */
async function openSite(given: { allowedOrigins?: string[] } = {}) {
  const tenant = await server.signUp();
  const make = (metricName: string, more: object = {}) =>
    server.createMetric(tenant, { metricName, metricType: 'counter', inPages: true, ...more });
  const ids = {
    clicks: await make('clicks', { labels: { button: '' } }),
    waits: await make('waits', { metricType: 'histogram', buckets: [1, 5] }),
    secrets: await make('secrets', { inPages: false }),
  };
  const { body } = await server.call<{ apiKey: { id: string; apiKey: string } }>('POST', '/api/v1/apikeys', {
    token: tenant.token,
    body: { keyName: 'site', createsMetrics: true, ...given },
  });
  const { id: keyId, apiKey } = body.apiKey;
  const token = signSiteToken({ apiKey, tokenVersion: 1 }, current);
  const push = (
    metrics: unknown,
    headers: Record<string, string> = {},
    apiSecret = token,
  ): Promise<Answer<PushAnswer>> =>
    server.push({ ...tenant, apiKey, apiSecret }, metrics, { headers: { Origin: 'https://shop.example', ...headers } });
  const total = (metric: keyof typeof ids) => server.total(tenant, ids[metric]);
  const put = (metric: keyof typeof ids, fields: object) =>
    server.call('PUT', `/api/v1/metric-configs/${ids[metric]}`, { token: tenant.token, body: fields });
  return { tenant, keyId, apiKey, ids, token, push, total, put };
}

const click = [{ name: 'clicks' }];
const soon = { timeout: 2_000, interval: 20 };

describe('a site token', () => {
  it('writes all metrics that pages may add to, in one batch, known series and new ones', async () => {
    const { push, total } = await openSite();
    const batch = [...click, { name: 'waits', value: [0.5, 3] }, { name: 'clicks_total', labels: { button: 'buy' } }];
    for (const accepted of [3, 3]) expect(await push(batch)).toMatchObject({ status: 202, body: { accepted } });
    expect([await total('clicks'), await total('waits')]).toEqual([4, 4]);
  });

  it('has labels that are too long cut, and those of servers still refused', async () => {
    const { push, total, tenant, ids } = await openSite();
    const long = [{ name: 'clicks', labels: { button: '工'.repeat(100) } }];
    for (const accepted of [1, 1]) expect(await push(long)).toMatchObject({ status: 202, body: { accepted } });
    const cut = [{ name: 'clicks', labels: { button: '工'.repeat(66) } }];
    expect(await push(cut)).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await server.push(tenant, long)).toMatchObject({ body: { errors: [{ code: 'invalid_label' }] } });
    expect(await total('clicks')).toBe(3);
    const path = `/api/v1/metric-configs/${ids.clicks}/series`;
    const { body } = await server.call<{ series: unknown[] }>('GET', path, { token: tenant.token });
    expect(body.series).toMatchObject([{ labels: { button: '工'.repeat(66) }, value: 3 }]);
  });

  it('writes them in the form that needs no preflight, too', async () => {
    const { apiKey, token, total } = await openSite();
    const answer = await server.call('POST', addressUnderTest.collectPath, {
      headers: { 'Content-Type': 'text/plain;charset=UTF-8', Origin: 'https://shop.example' },
      body: JSON.stringify({ apiKey, apiSecret: token, batchId: 'b1', metrics: click }),
    });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await total('clicks')).toBe(1);
  });

  it('writes no other metric, does not tell which there are, and its owner hears of it', async () => {
    const { tenant, ids, push, total } = await openSite();
    const refusalOf = async (name: string) => {
      const { status, body } = await push([{ name }]);
      expect(status).toBe(400);
      return JSON.stringify(body.errors).replaceAll(name, 'NAME');
    };
    const [existing, missing] = [await refusalOf('secrets'), await refusalOf('nothing')];
    expect(existing).toBe(missing);
    expect(missing).toContain('not_allowed');
    expect(await push([{ name: 'secrets' }, ...click, { name: 'clicks', value: -1 }])).toMatchObject({
      status: 202,
      body: {
        accepted: 1,
        rejected: [
          { index: 0, code: 'not_allowed' },
          { index: 2, code: 'invalid_value' },
        ],
      },
    });
    expect([await total('secrets'), await total('clicks')]).toEqual([0, 1]);
    const stats = await server.call('GET', `/api/v1/metric-configs/${ids.secrets}/stats`, { token: tenant.token });
    expect(stats.body).toMatchObject({ rejections: [{ code: 'not_allowed', count: 2 }] });
    const all = await server.call('GET', '/api/v1/rejections', { token: tenant.token });
    expect(all.body).toMatchObject({
      rejections: expect.arrayContaining([
        expect.objectContaining({
          code: 'not_allowed',
          metricConfigId: null,
          example: expect.stringContaining('nothing'),
        }),
      ]),
    });
  });

  it('makes no metric, though its key may, and leaves no name for its owner to create one from', async () => {
    const replica = await startTestPlatform({ env, database: server.database });
    const { tenant, apiKey, token } = await openSite();
    const push = (metrics: unknown) => replica.push({ ...tenant, apiKey, apiSecret: token }, metrics);
    expect((await push([{ name: 'invented' }])).status).toBe(400);
    expect(await push([{ name: 'invented' }, ...click])).toMatchObject({ status: 202, body: { accepted: 1 } });
    // Names are noted when the process stops, at the latest.
    await replica.stop();
    const read = async (path: string) =>
      (await server.call<{ total: number }>('GET', `/api/v1${path}`, { token: tenant.token })).body.total;
    expect([await read('/metric-configs'), await read('/rejections/names')]).toEqual([3, 0]);
  });

  it('writes no metric that the first sample of a server made, until its owner lets pages', async () => {
    const { tenant, push } = await openSite();
    await server.letKeyCreate(tenant);
    expect((await server.push(tenant, [{ name: 'jobs' }])).status).toBe(202);
    expect((await push([{ name: 'jobs' }])).body.errors?.[0]?.code).toBe('not_allowed');
    const { body } = await server.call<{ metricConfigs: { id: string; metricName: string }[] }>(
      'GET',
      '/api/v1/metric-configs',
      { token: tenant.token },
    );
    const id = body.metricConfigs.find(({ metricName }) => metricName === 'jobs')?.id ?? '';
    await server.call('PUT', `/api/v1/metric-configs/${id}`, { token: tenant.token, body: { inPages: true } });
    await expect.poll(async () => (await push([{ name: 'jobs' }])).status, soon).toBe(202);
    expect(await server.total(tenant, id)).toBe(2);
  });

  it('follows its owner who switches metrics off, keeps them from pages, and deletes them', async () => {
    const { push, put, ids, tenant } = await openSite();
    const codeOf = async (name: string) => (await push([{ name, value: 1 }])).body.errors?.[0]?.code;
    expect([await codeOf('clicks'), await codeOf('waits')]).toEqual([undefined, undefined]);
    await put('clicks', { isActive: false });
    await put('waits', { inPages: false });
    await expect.poll(() => codeOf('clicks'), soon).toBe('config_inactive');
    await expect.poll(() => codeOf('waits'), soon).toBe('not_allowed');
    await server.call('DELETE', `/api/v1/metric-configs/${ids.clicks}`, { token: tenant.token });
    await expect.poll(() => codeOf('clicks'), soon).toBe('not_allowed');
    await put('secrets', { inPages: true });
    await expect.poll(() => codeOf('secrets'), soon).toBeUndefined();
  });

  it('is believed to have given up 10,000 entries, and no more', async () => {
    const { tenant, apiKey, token } = await openSite();
    const answer = await server.call('POST', addressUnderTest.collectPath, {
      headers: { 'X-API-Key': apiKey, 'X-API-Secret': token },
      body: { metrics: click, dropped: 1e9 },
    });
    expect(answer.status).toBe(202);
    expect(await readRejections(server.database.pool, tenant.id)).toEqual({ dropped_by_sender: 10_000 });
  });

  it('opens nothing else', async () => {
    const { apiKey, token } = await openSite();
    const headers = { 'X-API-Key': apiKey, 'X-API-Secret': token };
    for (const path of ['/apikeys', '/metric-configs', '/auth/me', '/prometheus/api/v1/query?query=up']) {
      expect(await server.call('GET', `/api/v1${path}`, { headers })).toMatchObject({ status: 401 });
      expect(await server.call('GET', `/api/v1${path}`, { token })).toMatchObject({ status: 401 });
    }
  });

  it('is void when changed, made for another key, of another version, or signed by nobody known', async () => {
    const [page, other] = [await openSite(), await openSite()];
    const claims = { apiKey: page.apiKey, tokenVersion: 1 };
    const wrong = [
      page.token.slice(0, -1) + (page.token.endsWith('A') ? 'B' : 'A'),
      other.token,
      signSiteToken({ ...claims, tokenVersion: 2 }, current),
      signSiteToken(claims, { id: 'k2', secret: randomBytes(32) }),
      signSiteToken(claims, { ...current, id: 'k3' }),
    ];
    for (const token of wrong) {
      expect(await page.push(click, {}, token)).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } });
    }
    expect([await page.total('clicks'), await other.total('clicks')]).toEqual([0, 0]);
    expect(await page.push(click, {}, signSiteToken(claims, previous))).toMatchObject({ status: 202 });
  });

  it('works on the pages that the key names, and nowhere else', async () => {
    const { tenant, push, apiKey, token, total } = await openSite({ allowedOrigins: ['https://shop.example'] });
    expect(await push(click)).toMatchObject({ status: 202 });
    for (const Origin of ['https://evil.example', 'http://shop.example', 'null']) {
      const answer = await push(click, { Origin });
      expect(answer).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    const withoutOrigin = await server.push({ ...tenant, apiKey, apiSecret: token }, click);
    expect(withoutOrigin).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(await total('clicks')).toBe(1);
    const counted = () => readRejections(server.database.pool, tenant.id);
    await expect.poll(counted).toEqual({ origin_not_allowed: 4 });
  });

  it('ends when it is revoked: at once, or when the overlap does', async () => {
    const { tenant, push, keyId, apiKey, total } = await openSite();
    const tokenOf = (tokenVersion: number) => signSiteToken({ apiKey, tokenVersion }, current);
    const statusOf = async (tokenVersion: number) => (await push(click, {}, tokenOf(tokenVersion))).status;
    const revoke = (body: object) =>
      server.call('POST', `/api/v1/apikeys/${keyId}/revoke-site-token`, { token: tenant.token, body });
    expect([await statusOf(1), await statusOf(2)]).toEqual([202, 401]);
    await revoke({ overlapSeconds: 600 });
    await expect.poll(() => statusOf(2), soon).toBe(202);
    expect(await statusOf(1)).toBe(202);
    await revoke({});
    await expect.poll(() => statusOf(2), soon).toBe(401);
    const before = await total('clicks');
    expect([await statusOf(1), await statusOf(3)]).toEqual([401, 202]);
    expect(await total('clicks')).toBe(before + 1);
  });

  it('ends with its key', async () => {
    const { tenant, push, keyId } = await openSite();
    expect((await push(click)).status).toBe(202);
    const path = `/api/v1/apikeys/${keyId}`;
    await server.call('PATCH', path, { token: tenant.token, body: { isActive: false } });
    await expect.poll(async () => (await push(click)).status, soon).toBe(401);
  });

  it('sends 64 KiB and 500 values at most', async () => {
    const { push } = await openSite();
    const many = (count: number) => Array.from({ length: count }, () => ({ name: 'clicks' }));
    expect(await push(many(500))).toMatchObject({ status: 202 });
    expect(await push(many(501))).toMatchObject({ status: 400, body: { code: 'batch_too_large' } });
    expect(await push([{ name: 'clicks', labels: { button: 'x'.repeat(65_536) } }])).toMatchObject({ status: 413 });
  });

  it('is limited by address, refused origins included', async () => {
    const limits = { RATE_LIMIT_BROWSER_PER_SECOND: '1', RATE_LIMIT_BROWSER_BURST: '2' };
    const strict = await startTestPlatform({ env: { ...env, ...limits }, database: server.database });
    const page = await openSite({ allowedOrigins: ['https://shop.example'] });
    const statuses = [];
    for (const name of ['shop', 'evil', 'shop', 'evil']) {
      const sender = { ...page.tenant, apiKey: page.apiKey, apiSecret: page.token };
      const { status } = await strict.push(sender, click, { headers: { Origin: `https://${name}.example` } });
      statuses.push(status);
    }
    expect(statuses).toEqual([202, 403, 429, 429]);
    await strict.stop();
  });
});
