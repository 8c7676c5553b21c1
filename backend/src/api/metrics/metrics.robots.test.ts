import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PresentedApiKey } from '../../contract/apiKeys.ts';
import { type Answer, type PushAnswer, startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';

let server: TestPlatform;
const env = {
  BROWSER_TOKEN_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
  RATE_LIMIT_BROWSER_PER_SECOND: '1000',
  RATE_LIMIT_BROWSER_BURST: '10000',
  RATE_LIMIT_API_PER_MINUTE: '100000',
};
beforeAll(async () => {
  server = await startTestPlatform({ env });
});
afterAll(() => server.stop());

const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const views = [{ name: 'views' }, { name: 'views', value: 2 }];

/** A tenant with one metric, and the three ways to send to it. */
async function openSite() {
  const tenant = await server.signUp();
  const { token, apiKeyId, apiKey } = tenant;
  const id = await server.createMetric(tenant, { metricName: 'views', metricType: 'counter', autoTrack: true });
  const tokenOf = async (path: string) => {
    const { body } = await server.call<{ code: string }>('POST', `/api/v1/${path}/generate-code`, { token, body: {} });
    return /"apiSecret":"(m[bt]_[^"]+)"/.exec(body.code)?.[1] ?? '';
  };
  const secrets = {
    page: await tokenOf(`metric-configs/${id}`),
    site: await tokenOf(`apikeys/${apiKeyId}`),
    server: tenant.apiSecret,
  };
  const send = (
    as: keyof typeof secrets,
    agent: string | undefined,
    more: Record<string, unknown> = {},
    through: Pick<TestPlatform, 'call'> = server,
  ): Promise<Answer<PushAnswer>> =>
    through.call('POST', '/api/v1/metrics', {
      headers: {
        'X-API-Key': apiKey,
        'X-API-Secret': secrets[as],
        ...(as !== 'server' && { Origin: 'https://shop.example' }),
        ...(agent !== undefined && { 'User-Agent': agent }),
      },
      body: { metrics: views, ...more },
    });
  const readKey = async () => {
    const { body } = await server.call<{ apiKeys: PresentedApiKey[] }>('GET', '/api/v1/apikeys', { token });
    return body.apiKeys[0];
  };
  return {
    tenant,
    id,
    secrets,
    send,
    readKey,
    total: () => server.total(tenant, id),
    robotSamples: async () => (await readKey())?.robotSamples,
    change: (changes: object) =>
      server.call<{ apiKey: PresentedApiKey }>('PATCH', `/api/v1/apikeys/${apiKeyId}`, { token, body: changes }),
  };
}

const leftOut = { status: 202, body: { accepted: 0, rejected: [], duplicate: false, leftOut: 2 } };
const counted = { status: 202, body: { accepted: 2 } };
const soon = { timeout: 5_000, interval: 50 };

describe('a robot in a page', () => {
  it.each(['page', 'site'] as const)('adds nothing with the token of a %s, and is counted apart', async (as) => {
    const site = await openSite();
    expect(await site.send(as, undefined)).toMatchObject(counted);
    expect(await site.send(as, googlebot)).toMatchObject(leftOut);
    await expect.poll(site.robotSamples, soon).toBe(2);
    expect(await site.total()).toBe(3);
    expect(await site.send(as, undefined)).toMatchObject(counted);
    expect(await site.total()).toBe(6);
    const { token } = site.tenant;
    expect((await server.call('GET', '/api/v1/rejections', { token })).body).toEqual({
      rejections: [],
      total: 0,
      robotSamples: 2,
    });
  });

  it('is left out in the form that needs no preflight, too', async () => {
    const { tenant, secrets, total, robotSamples } = await openSite();
    const answer = await server.call<PushAnswer>('POST', '/api/v1/metrics', {
      headers: { 'Content-Type': 'text/plain', Origin: 'https://shop.example', 'User-Agent': googlebot },
      body: JSON.stringify({ apiKey: tenant.apiKey, apiSecret: secrets.site, batchId: 'b', metrics: views }),
    });
    expect(answer).toMatchObject(leftOut);
    await expect.poll(robotSamples, soon).toBe(2);
    expect(await total()).toBe(0);
  });

  it('takes no batch id from a person, tells of no refusal and no loss', async () => {
    const { tenant, send, total } = await openSite();
    const { rows } = await server.database.pool.query('select count(*)::int as n from batch_ledger');
    const wrong = [{ name: 'nothing', value: -1 }];
    expect(await send('site', googlebot, { batchId: 'b', metrics: wrong, dropped: 9 })).toMatchObject({ status: 202 });
    expect((await server.database.pool.query('select count(*)::int as n from batch_ledger')).rows).toEqual(rows);
    expect(await send('site', undefined, { batchId: 'b' })).toMatchObject({ body: { accepted: 2, duplicate: false } });
    expect(await total()).toBe(3);
    const { body } = await server.call('GET', '/api/v1/rejections', { token: tenant.token });
    expect(body).toMatchObject({ rejections: [] });
  });

  it('may be told by what it says of itself', async () => {
    const { send, total, robotSamples } = await openSite();
    expect(await send('page', undefined, { robot: true })).toMatchObject(leftOut);
    expect(await send('server', undefined, { robot: true })).toMatchObject(leftOut);
    expect(await send('page', undefined, { robot: false })).toMatchObject(counted);
    expect(await send('page', undefined, { robot: 'yes' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'body.robot', message: 'must be true or false' }] },
    });
    await expect.poll(robotSamples, soon).toBe(4);
    expect(await total()).toBe(3);
  });

  it('still needs a token, and a body that is right', async () => {
    const { tenant, send } = await openSite();
    const headers = { 'User-Agent': googlebot };
    expect((await server.push({ ...tenant, apiSecret: 'mb_k1.1.no' }, views, { headers })).status).toBe(401);
    expect((await send('page', googlebot, { metrics: [] })).status).toBe(400);
  });

  it('counts when the key says so, on every replica, and no longer when it does not', async () => {
    const site = await openSite();
    const replica = await startTestPlatform({ env, database: server.database });
    try {
      const bySelf = () => site.send('site', undefined, { robot: true }, replica);
      const byAgent = () => site.send('site', googlebot, {}, replica);
      for (const send of [bySelf, byAgent]) expect(await send()).toMatchObject(leftOut);
      expect(await site.change({ countRobots: true })).toMatchObject({ body: { apiKey: { countRobots: true } } });
      await expect.poll(byAgent, soon).toMatchObject(counted);
      expect(await bySelf()).toMatchObject(counted);
      await expect.poll(site.robotSamples, soon).toBeGreaterThanOrEqual(4);
      const { body } = await site.change({ countRobots: false });
      expect(body.apiKey.robotSamples).toBe(await site.robotSamples());
      await expect.poll(byAgent, soon).toMatchObject(leftOut);
    } finally {
      await replica.stop();
    }
  });
});

describe('a server with the User-Agent of a robot', () => {
  it.each(['curl/8.14.1', 'python-requests/2.32.3', 'our-bot/1.0', googlebot])('counts: %s', async (agent) => {
    const { send, total, robotSamples } = await openSite();
    // The second batch takes the short way.
    for (let i = 0; i < 2; i += 1) expect(await send('server', agent)).toMatchObject(counted);
    expect(await total()).toBe(6);
    expect(await robotSamples()).toBe(0);
  });
});

describe('the number of samples from robots', () => {
  it("is that of the last 24 hours, and nobody else's", async () => {
    const [site, other] = [await openSite(), await openSite()];
    const { apiKeyId, token } = site.tenant;
    await server.database.pool.query(
      `insert into robot_samples
       select $1, date_trunc('hour', now()) - hours_ago * interval '1 hour', count
       from (values (0, 1), (1, 10), (22, 100), (25, 1000), (40, 10000)) as v (hours_ago, count)`,
      [apiKeyId],
    );
    expect(await site.robotSamples()).toBe(111);
    expect(await other.robotSamples()).toBe(0);
    const made = await server.call<{ apiKey: PresentedApiKey }>('POST', '/api/v1/apikeys', {
      token,
      body: { keyName: 'tests', countRobots: true },
    });
    expect(made.body.apiKey).toMatchObject({ countRobots: true, robotSamples: 0 });
    await server.call('DELETE', `/api/v1/apikeys/${apiKeyId}`, { token });
    expect((await server.call('GET', '/api/v1/rejections', { token })).body).toMatchObject({ robotSamples: 0 });
  });
});
