import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';

let server: TestPlatform;
beforeAll(async () => {
  server = await startTestPlatform();
});
afterAll(() => server.stop());

interface Listed {
  rejections: { code: string; count: number; lastAt: string; example: string; metricConfigId: string | null }[];
  total: number;
}

describe('GET /api/v1/rejections', () => {
  it('counts refusals by reason and metric, with the time and an example of the last', async () => {
    const tenant = await server.signUp();
    const id = await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    await server.push(tenant, [{ name: 'orders', value: -1 }, { name: 'orders', value: -2 }, { name: 'orders' }]);
    await server.push(tenant, [{ name: 'orders' }], { headers: { Origin: 'https://shop.example' } });
    const list = () => server.call<Listed>('GET', '/api/v1/rejections', { token: tenant.token });
    await expect.poll(async () => (await list()).body.total).toBe(2);
    const { body } = await list();
    expect(body.rejections).toEqual([
      {
        code: 'secret_in_browser',
        count: 1,
        lastAt: expect.any(String),
        example: expect.stringContaining('Rotate'),
        metricConfigId: null,
      },
      {
        code: 'invalid_value',
        count: 2,
        lastAt: expect.any(String),
        example: expect.stringContaining('never falls'),
        metricConfigId: id,
      },
    ]);
    expect(Date.parse(body.rejections[0]?.lastAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(JSON.stringify(body)).not.toContain(tenant.apiSecret);
    const page = await server.call<Listed>('GET', '/api/v1/rejections?limit=1&offset=1', { token: tenant.token });
    expect(page.body).toMatchObject({ total: 2, rejections: [{ code: 'invalid_value' }] });
    await server.call('DELETE', `/api/v1/metric-configs/${id}`, { token: tenant.token });
    expect((await list()).body).toMatchObject({ total: 1 });
  });

  it("shows nobody else's, wants a session, and checks its page", async () => {
    const [owner, other] = await Promise.all([server.signUp(), server.signUp()]);
    await server.push(owner, [{ name: '!' }]);
    expect((await server.call<Listed>('GET', '/api/v1/rejections', { token: owner.token })).body.total).toBe(1);
    expect((await server.call('GET', '/api/v1/rejections', { token: other.token })).body).toEqual({
      rejections: [],
      total: 0,
      robotSamples: 0,
    });
    expect((await server.call('GET', '/api/v1/rejections')).status).toBe(401);
    expect((await server.call('GET', '/api/v1/rejections?limit=0', { token: owner.token })).status).toBe(400);
  });
});

interface Names {
  names: { name: string; code: string; metricType: string | null; labels: string[]; count: number; lastAt: string }[];
  total: number;
  others: number;
}

describe('GET /api/v1/rejections/names', () => {
  const names = async (token: string, query = '') =>
    (await server.call<Names>('GET', `/api/v1/rejections/names${query}`, { token })).body;

  it('lists the names that no metric has, with the type and the labels that they came with', async () => {
    const tenant = await server.signUp();
    await server.push(tenant, [
      { name: 'odrers', labels: { plan: 'pro', 'not a label': 'x', tenant: 'me' } },
      { name: 'odrers', labels: { plan: 'pro', page: '/' } },
      { name: 'heap_bytes', type: 'gauge', value: 1 },
      { name: 'with space' },
      { name: '\u0000' },
    ]);
    await expect.poll(async () => (await names(tenant.token)).total).toBe(2);
    const lastAt = expect.any(String);
    expect(await names(tenant.token)).toEqual({
      names: [
        { name: 'heap_bytes', code: 'unknown_metric', metricType: 'gauge', labels: [], count: 1, lastAt },
        { name: 'odrers', code: 'unknown_metric', metricType: null, labels: ['plan', 'page'], count: 2, lastAt },
      ],
      total: 2,
      others: 2,
    });
    expect(await names(tenant.token, '?limit=1&offset=1')).toMatchObject({ names: [{ name: 'odrers' }], total: 2 });
  });

  it('leaves out a name that a metric has by now, and adds to what it has', async () => {
    const tenant = await server.signUp();
    const push = () => server.push(tenant, [{ name: 'odrers' }, { name: 'jobs_total', type: 'counter' }]);
    await push();
    await expect.poll(async () => (await names(tenant.token)).total).toBe(2);
    await push();
    await expect.poll(async () => (await names(tenant.token)).names.map(({ count }) => count)).toEqual([2, 2]);
    const id = await server.createMetric(tenant, { metricName: 'jobs', metricType: 'counter' });
    expect((await names(tenant.token)).names).toMatchObject([{ name: 'odrers' }]);
    await server.call('DELETE', `/api/v1/metric-configs/${id}`, { token: tenant.token });
    expect((await names(tenant.token)).names).toMatchObject([{ name: 'odrers' }]);
    await push();
    await expect
      .poll(async () => (await names(tenant.token)).names.map(({ name, code }) => [name, code]))
      .toEqual([
        ['jobs_total', 'metric_deleted'],
        ['odrers', 'unknown_metric'],
      ]);
  });

  it('knows the type of a gauge that was deleted, so that it can be created as what it was', async () => {
    const tenant = await server.signUp();
    const id = await server.createMetric(tenant, { metricName: 'queue', metricType: 'gauge' });
    await server.call('DELETE', `/api/v1/metric-configs/${id}`, { token: tenant.token });
    await server.push(tenant, [{ name: 'queue', value: 5 }]);
    await expect
      .poll(async () => (await names(tenant.token)).names)
      .toMatchObject([{ name: 'queue', code: 'metric_deleted', metricType: 'gauge' }]);
  });

  it('keeps a hundred names and counts the others together', async () => {
    const tenant = await server.signUp();
    const push = (from: number, count: number) =>
      server.push(
        tenant,
        Array.from({ length: count }, (_, i) => ({ name: `name_${from + i}` })),
      );
    await push(0, 90);
    await expect.poll(async () => (await names(tenant.token)).total).toBe(90);
    await push(80, 40);
    await expect.poll(() => names(tenant.token, '?limit=1')).toMatchObject({ total: 100, others: 20 });
  });

  it("shows nobody else's, wants a session, and checks its page", async () => {
    const [owner, other] = await Promise.all([server.signUp(), server.signUp()]);
    await server.push(owner, [{ name: 'odrers' }]);
    await expect.poll(async () => (await names(owner.token)).total).toBe(1);
    expect(await names(other.token)).toEqual({ names: [], total: 0, others: 0 });
    expect((await server.call('GET', '/api/v1/rejections/names')).status).toBe(401);
    expect((await server.call('GET', '/api/v1/rejections/names?limit=0', { token: owner.token })).status).toBe(400);
  });
});
