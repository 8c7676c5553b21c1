import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';

/** Two servers over one database that take each other's tokens. */
const env = { JWT_SECRET: randomBytes(48).toString('base64') };
let a: TestPlatform;
let b: TestPlatform;

beforeAll(async () => {
  a = await startTestPlatform({ env });
  b = await startTestPlatform({ env, database: a.database });
});
afterAll(async () => {
  await b.stop();
  await a.stop();
});

const within2s = { timeout: 2_000, interval: 20 };

async function tenantWithCounter() {
  const tenant = await a.signUp();
  const metricId = await a.createMetric(tenant, { metricName: 'orders', metricType: 'counter', labels: { n: '' } });
  const orders = [{ name: 'orders' }];
  for (const server of [a, b]) expect((await server.push(tenant, orders)).status).toBe(202);
  return { tenant, metricId, orders };
}

describe('POST /api/v1/metrics on two replicas', () => {
  it('refuses a key on one within 2 s of its deletion on the other', async () => {
    const { tenant, orders } = await tenantWithCounter();
    const { body } = await a.call<{ apiKeys: { id: string }[] }>('GET', '/api/v1/apikeys', { token: tenant.token });
    await a.call('DELETE', `/api/v1/apikeys/${body.apiKeys[0]?.id}`, { token: tenant.token });
    await expect.poll(async () => (await b.push(tenant, orders)).status, within2s).toBe(401);
    expect((await a.push(tenant, orders)).status).toBe(401);
  });

  it('takes a new key on one that the other one made, though it was asked for it before', async () => {
    const { tenant, orders } = await tenantWithCounter();
    const { body } = await a.call<{ apiKey: { apiKey: string; apiSecret: string } }>('POST', '/api/v1/apikeys', {
      token: tenant.token,
      body: { keyName: 'second' },
    });
    await expect.poll(async () => (await b.push({ ...tenant, ...body.apiKey }, orders)).status, within2s).toBe(202);
  });

  it('follows changes of a configuration: off, on, gone, and made anew under its name', async () => {
    const { tenant, metricId, orders } = await tenantWithCounter();
    const config = `/api/v1/metric-configs/${metricId}`;
    const put = (isActive: boolean) => a.call('PUT', config, { token: tenant.token, body: { isActive } });
    const verdict = async () => (await b.push(tenant, orders)).body.errors?.[0]?.code ?? 'accepted';
    await put(false);
    await expect.poll(verdict, within2s).toBe('config_inactive');
    await put(true);
    await expect.poll(verdict, within2s).toBe('accepted');
    await a.call('DELETE', config, { token: tenant.token });
    const anew = await a.createMetric(tenant, { metricName: 'orders', metricType: 'gauge' });
    const setGauge = async () => (await b.push(tenant, [{ name: 'orders', value: -3 }])).status;
    await expect.poll(setGauge, within2s).toBe(202);
    expect(await a.total(tenant, anew)).toBe(-3);
  });

  it('counts a batch once that is sent to both at the same time, many times', async () => {
    const { tenant, metricId, orders } = await tenantWithCounter();
    const batchId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? a : b).push(tenant, orders, { batchId })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(await a.total(tenant, metricId)).toBe(3);
  });

  it('adds up exactly what both take of the same new label sets', async () => {
    const { tenant, metricId } = await tenantWithCounter();
    const metrics = Array.from({ length: 50 }, (_, n) => ({ name: 'orders', labels: { n: String(n) } }));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? a : b).push(tenant, i % 3 ? metrics : metrics.toReversed())),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await a.total(tenant, metricId)).toBe(2 + 20 * 50);
    const { body } = await a.call('GET', `/api/v1/metric-configs/${metricId}/stats`, { token: tenant.token });
    expect(body).toMatchObject({ series: 51, overflowing: false });
  });

  it('keeps two tenants apart that use one name for two types and one batch id', async () => {
    const [first, second] = [await a.signUp(), await a.signUp()];
    const gauge = await a.createMetric(first, { metricName: 'level', metricType: 'gauge' });
    const counter = await a.createMetric(second, { metricName: 'level', metricType: 'counter' });
    const batchId = 'one-for-both';
    expect((await a.push(first, [{ name: 'level', value: -2 }], { batchId })).body).toMatchObject({
      accepted: 1,
      duplicate: false,
    });
    expect((await b.push(second, [{ name: 'level', value: 5 }], { batchId })).body).toMatchObject({
      accepted: 1,
      duplicate: false,
    });
    expect([await b.total(first, gauge), await b.total(second, counter)]).toEqual([-2, 5]);
    expect((await a.push({ ...first, apiSecret: second.apiSecret }, [{ name: 'level', value: 9 }])).status).toBe(401);
  });
});
