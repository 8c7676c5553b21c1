import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildMetricConfig, buildSeries } from '../../testing/builders.ts';
import { counter, metricConfigsClient } from '../../testing/metricConfigsClient.ts';
import { createTestApp, type TestApp, type TestUser } from '../../testing/testApp.ts';

let t: TestApp;
let user: TestUser;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  user = await t.signUp();
});

const { created, get } = metricConfigsClient(
  () => t,
  () => user,
);
const unknownId = '00000000-0000-4000-8000-000000000000';

describe('GET /api/v1/metric-configs/:id/stats', () => {
  const stats = async (id: string) => (await get(`${id}/stats`)).body;

  it('is all zero before the first sample', async () => {
    const config = await created(counter);
    expect(await stats(config.id)).toEqual({
      total: 0,
      series: 0,
      lastSampleAt: null,
      overflowing: false,
      rejections: [],
    });
  });

  it('adds up counters and gauges over all label sets', async () => {
    const config = await buildMetricConfig(t.deps.models, { userId: user.id });
    const { pool } = t.deps.database;
    await buildSeries(pool, config, { values: [3], updatedAt: new Date('2026-01-01T00:00:00Z') });
    await buildSeries(pool, config, { values: [4.5], updatedAt: new Date('2026-01-02T00:00:00Z') });
    await buildSeries(pool, config, { values: [0], updatedAt: null });
    const other = await buildMetricConfig(t.deps.models, { userId: user.id });
    await buildSeries(pool, other, { values: [1000] });
    expect(await stats(config.id)).toEqual({
      total: 7.5,
      series: 3,
      lastSampleAt: '2026-01-02T00:00:00.000Z',
      overflowing: false,
      rejections: [],
    });
  });

  it('counts the observations of histograms and summaries, not their sums', async () => {
    const { pool } = t.deps.database;
    const histogram = await buildMetricConfig(t.deps.models, {
      userId: user.id,
      metricType: 'histogram',
      buckets: [1, 2],
    });
    await buildSeries(pool, histogram, { values: [5, 3, 2, 1234.5], exportedSeries: 5 });
    await buildSeries(pool, histogram, { values: [1, 0, 0, 0.25], exportedSeries: 5, isOverflow: true });
    expect(await stats(histogram.id)).toMatchObject({ total: 11, series: 10, overflowing: true });
    const summary = await buildMetricConfig(t.deps.models, { userId: user.id, metricType: 'summary' });
    await buildSeries(pool, summary, { values: [7, 99.5], exportedSeries: 6 });
    expect(await stats(summary.id)).toMatchObject({ total: 7, series: 6, overflowing: false });
  });

  it("lists why samples were refused, the most frequent first, and unknownId else's", async () => {
    const config = await created(counter);
    const other = await t.signUp();
    await t.deps.database.pool.query(
      `insert into rejections (tenant_id, metric_config_id, code, count, last_at, example) values
         ($1, $2, 'invalid_value', 2, '2026-01-01', 'x'), ($1, $2, 'config_inactive', 3000000000, '2026-01-02', 'x'),
         ($1, $4, 'unknown_metric', 9, '2026-01-03', 'x'), ($3, $2, 'not_allowed', 9, '2026-01-03', 'x')`,
      [user.id, config.id, other.id, unknownId],
    );
    expect((await stats(config.id)).rejections).toEqual([
      { code: 'config_inactive', count: 3_000_000_000, lastAt: '2026-01-02T00:00:00.000Z' },
      { code: 'invalid_value', count: 2, lastAt: '2026-01-01T00:00:00.000Z' },
    ]);
  });
});

describe('GET /api/v1/metric-configs/stats', () => {
  const listed = (query = '') => t.request.get(`/api/v1/metric-configs/stats${query}`).set(user.auth);

  it('has the numbers of every metric, in the order of the list, and the same as each by itself', async () => {
    const { pool } = t.deps.database;
    const { models } = t.deps;
    const histogram = await buildMetricConfig(models, { userId: user.id, metricType: 'histogram', buckets: [1, 2] });
    await buildSeries(pool, histogram, { values: [5, 3, 2, 1234.5], exportedSeries: 5 });
    await buildSeries(pool, histogram, { values: [1, 0, 0, 0.25], exportedSeries: 5, isOverflow: true });
    const unused = await buildMetricConfig(models, { userId: user.id });
    const gauge = await buildMetricConfig(models, { userId: user.id, metricType: 'gauge' });
    await buildSeries(pool, gauge, { values: [-4] });
    await pool.query(
      `insert into rejections (tenant_id, metric_config_id, code, count, last_at, example)
       values ($1, $2, 'invalid_value', 2, '2026-01-01', 'x')`,
      [user.id, gauge.id],
    );
    const theirs = await buildMetricConfig(models, { userId: (await t.signUp()).id });
    await buildSeries(pool, theirs, { values: [1000] });

    const { status, body } = await listed();
    expect([status, body.total]).toEqual([200, 3]);
    const ids = (await get('')).body.metricConfigs.map(({ id }: { id: string }) => id);
    expect(body.stats.map((one: { metricConfigId: string }) => one.metricConfigId)).toEqual(ids);
    expect(body.stats.map((one: { total: number }) => one.total).sort()).toEqual([-4, 0, 11]);
    for (const { metricConfigId, ...numbers } of body.stats) {
      expect((await get(`${metricConfigId}/stats`)).body).toEqual(numbers);
    }
    expect(ids).toContain(unused.id);
    const second = await listed('?limit=1&offset=1');
    expect(second.body).toEqual({ stats: [body.stats[1]], total: 3 });
  });

  it('is empty for an account without metrics, and leaves out what was deleted', async () => {
    expect((await listed()).body).toEqual({ stats: [], total: 0 });
    const config = await created(counter);
    await t.request.delete(`/api/v1/metric-configs/${config.id}`).set(user.auth);
    expect((await listed()).body).toEqual({ stats: [], total: 0 });
  });

  it('refuses a wrong page and who is not signed in', async () => {
    expect((await listed('?limit=0')).status).toBe(400);
    expect((await listed('?offset=x')).status).toBe(400);
    expect((await t.request.get('/api/v1/metric-configs/stats')).status).toBe(401);
  });
});
