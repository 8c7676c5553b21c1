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
const nobody = '00000000-0000-4000-8000-000000000000';

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

  it("lists why samples were refused, the most frequent first, and nobody else's", async () => {
    const config = await created(counter);
    const other = await t.signUp();
    await t.deps.database.pool.query(
      `insert into rejections (tenant_id, metric_config_id, code, count, last_at, example) values
         ($1, $2, 'invalid_value', 2, '2026-01-01', 'x'), ($1, $2, 'config_inactive', 3000000000, '2026-01-02', 'x'),
         ($1, $4, 'unknown_metric', 9, '2026-01-03', 'x'), ($3, $2, 'not_allowed', 9, '2026-01-03', 'x')`,
      [user.id, config.id, other.id, nobody],
    );
    expect((await stats(config.id)).rejections).toEqual([
      { code: 'config_inactive', count: 3_000_000_000, lastAt: '2026-01-02T00:00:00.000Z' },
      { code: 'invalid_value', count: 2, lastAt: '2026-01-01T00:00:00.000Z' },
    ]);
  });
});
