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
    });
    expect((await server.call('GET', '/api/v1/rejections')).status).toBe(401);
    expect((await server.call('GET', '/api/v1/rejections?limit=0', { token: owner.token })).status).toBe(400);
  });
});
