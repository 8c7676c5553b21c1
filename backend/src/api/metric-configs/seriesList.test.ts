import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';

let server: TestPlatform;
beforeAll(async () => {
  server = await startTestPlatform();
});
afterAll(() => server.stop());

describe('GET /api/v1/metric-configs/:id/series', () => {
  it('lists label sets with their totals, the largest first, and which label makes them many', async () => {
    const tenant = await server.signUp();
    const id = await server.createMetric(tenant, {
      metricName: 'clicks',
      metricType: 'counter',
      labels: { page: '', device: '' },
    });
    await server.push(tenant, [
      { name: 'clicks', value: 1, labels: { page: '/a', device: 'desktop' } },
      { name: 'clicks', value: 5, labels: { page: '/b', device: 'desktop' } },
      { name: 'clicks', value: 3, labels: { page: '/c' } },
    ]);
    const path = `/api/v1/metric-configs/${id}/series`;
    const { body } = await server.call('GET', path, { token: tenant.token });
    expect(body).toEqual({
      series: [
        { labels: { device: 'desktop', page: '/b' }, value: 5, lastSampleAt: expect.any(String), isOverflow: false },
        { labels: { page: '/c' }, value: 3, lastSampleAt: expect.any(String), isOverflow: false },
        { labels: { device: 'desktop', page: '/a' }, value: 1, lastSampleAt: expect.any(String), isOverflow: false },
      ],
      total: 3,
      exportedSeries: 3,
      maxSeries: 1000,
      labels: [
        { name: 'page', values: 3 },
        { name: 'device', values: 1 },
      ],
    });
    const page = await server.call('GET', `${path}?limit=1&offset=1`, { token: tenant.token });
    expect(page.body).toMatchObject({ series: [{ value: 3 }], total: 3 });
  });

  it('gives count and sum of histograms and summaries, and puts the overflow first', async () => {
    const tenant = await server.signUp();
    const histogram = await server.createMetric(tenant, {
      metricName: 'load_seconds',
      metricType: 'histogram',
      buckets: [1, 2],
      labels: { page: '' },
      maxSeries: 5,
    });
    const summary = await server.createMetric(tenant, { metricName: 'size', metricType: 'summary' });
    await server.push(tenant, [
      { name: 'load_seconds', value: [0.5, 1.5, 9], labels: { page: '/a' } },
      { name: 'size', value: [4, 6] },
    ]);
    await server.push(tenant, [{ name: 'load_seconds', value: 0.25, labels: { page: '/b' } }]);
    const list = (id: string) => server.call('GET', `/api/v1/metric-configs/${id}/series`, { token: tenant.token });
    expect((await list(histogram)).body).toMatchObject({
      series: [
        { labels: { overflow: 'true' }, count: 1, sum: 0.25, isOverflow: true },
        { labels: { page: '/a' }, count: 3, sum: 11, isOverflow: false },
      ],
      exportedSeries: 10,
      maxSeries: 5,
    });
    expect((await list(summary)).body).toMatchObject({ series: [{ labels: {}, count: 2, sum: 10 }], total: 1 });
  });

  it('is for the owner, for what there is, and with a page that makes sense', async () => {
    const [owner, other] = await Promise.all([server.signUp(), server.signUp()]);
    const id = await server.createMetric(owner, { metricName: 'clicks', metricType: 'counter' });
    const status = async (configId: string, token?: string, query = '') =>
      (
        await server.call(
          'GET',
          `/api/v1/metric-configs/${configId}/series${query}`,
          token === undefined ? {} : { token },
        )
      ).status;
    expect(await status(id, owner.token)).toBe(200);
    expect(await status(id, other.token)).toBe(404);
    expect(await status('6b1f0f0e-0000-4000-8000-000000000000', owner.token)).toBe(404);
    expect(await status('nonsense', owner.token)).toBe(404);
    expect(await status(id)).toBe(401);
    expect(await status(id, owner.token, '?limit=501')).toBe(400);
  });
});
