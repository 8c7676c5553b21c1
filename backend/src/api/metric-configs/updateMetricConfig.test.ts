import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultScriptOptions } from '../../contract/scriptOptions.ts';
import { buildMetricConfig, buildSeries } from '../../testing/builders.ts';
import { counter, faultPaths, metricConfigsClient } from '../../testing/metricConfigsClient.ts';
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

const { created, get, put } = metricConfigsClient(
  () => t,
  () => user,
);
const versionOf = async (tenantId: string): Promise<number> => {
  const { rows } = await t.deps.database.pool.query('select version from tenant_versions where tenant_id = $1', [
    tenantId,
  ]);
  return Number(rows[0]?.version ?? 0);
};

describe('PUT /api/v1/metric-configs/:id', () => {
  it('changes the given fields and no others', async () => {
    const config = await created({ ...counter, description: 'x', labels: { a: 'b' }, trackingEvents: ['click'] });
    const { status, body } = await put(config.id, { name: 'Other', isActive: false, description: null });
    expect(status).toBe(200);
    expect(body.metricConfig).toEqual({
      ...config,
      name: 'Other',
      isActive: false,
      description: null,
      updatedAt: body.metricConfig.updatedAt,
    });
    expect((await get(config.id)).body.metricConfig).toEqual(body.metricConfig);
    expect((await put(config.id, {})).status).toBe(200);
  });

  it('changes the options of the script as a whole: those not given have their defaults again', async () => {
    const { id } = await created({ ...counter, scriptOptions: { persist: true, sampleOneIn: 10 } });
    const changed = (await put(id, { scriptOptions: { respectGpc: true } })).body.metricConfig;
    expect(changed.scriptOptions).toEqual({ ...defaultScriptOptions, respectGpc: true });
    expect((await put(id, { name: 'Other' })).body.metricConfig.scriptOptions).toEqual(changed.scriptOptions);
    expect((await put(id, { scriptOptions: { persist: 1 } })).status).toBe(400);
    expect((await get(id)).body.metricConfig.scriptOptions).toEqual(changed.scriptOptions);
  });

  it('takes a whole record back', async () => {
    const config = await created({ ...counter, metricType: 'histogram' });
    const { id, exportedName, previousTokenExpiresAt, createdAt, updatedAt, ...settable } = config;
    expect((await put(id, settable)).body.metricConfig).toEqual({ ...config, updatedAt: expect.any(String) });
  });

  it('gives a new type its own buckets or quantiles and drops those of the old one', async () => {
    const config = await created({ ...counter, metricName: 'load_seconds', metricType: 'histogram', buckets: [1] });
    const summary = (await put(config.id, { metricType: 'summary' })).body.metricConfig;
    expect([summary.buckets, summary.quantiles]).toEqual([null, [0.5, 0.9, 0.95, 0.99]]);
    const asCounter = (await put(config.id, { metricType: 'counter' })).body.metricConfig;
    expect([asCounter.buckets, asCounter.quantiles, asCounter.exportedName]).toEqual([
      null,
      null,
      'load_seconds_total',
    ]);
  });

  it('checks the record as a whole', async () => {
    const clicks = await created({ ...counter, trackingEvents: ['click'] });
    const answer = await put(clicks.id, { metricType: 'gauge' });
    expect([answer.status, faultPaths(answer)]).toEqual([400, ['body.trackingEvents']]);
    const buckets = await put(clicks.id, { buckets: [1] });
    expect([buckets.status, faultPaths(buckets)]).toEqual([400, ['body.buckets']]);
    const total = await created({ ...counter, metricName: 'orders_total' });
    expect(faultPaths(await put(total.id, { metricType: 'gauge' }))).toEqual(['body.metricName']);
    expect((await get(clicks.id)).body.metricConfig).toEqual(clicks);
  });

  it.each([
    [{ name: '' }, 'body.name'],
    [{ name: null }, 'body.name'],
    [{ metricName: 'a b' }, 'body.metricName'],
    [{ metricType: 'x' }, 'body.metricType'],
    [{ labels: { le: 'x' } }, 'body.labels'],
    [{ createdAt: '2020-01-01T00:00:00Z' }, 'body.createdAt'],
  ])('refuses %j', async (change, where) => {
    const config = await created(counter);
    const answer = await put(config.id, change);
    expect([answer.status, faultPaths(answer)]).toEqual([400, [where]]);
  });

  it('refuses a name that another metric has', async () => {
    await created(counter);
    const other = await created({ ...counter, metricName: 'other' });
    const answer = await put(other.id, { metricName: 'visits_total' });
    expect([answer.status, answer.body.code]).toEqual([409, 'metric_name_taken']);
  });

  it('fixes what totals depend on once there are any', async () => {
    const config = await buildMetricConfig(t.deps.models, {
      userId: user.id,
      metricName: 'load_seconds',
      metricType: 'histogram',
      buckets: [1, 2],
      labels: { page: '', plan: 'free' },
    });
    expect((await put(config.id, { buckets: [2, 3] })).status).toBe(200);
    await buildSeries(t.deps.database.pool, config, { values: [0, 0, 0, 0] });
    const answer = await put(config.id, {
      metricName: 'other_seconds',
      metricType: 'summary',
      labels: { page: '' },
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'metric_has_data']);
    expect(faultPaths(answer)).toEqual(['body.metricName', 'body.metricType', 'body.buckets', 'body.labels']);
    for (const change of [
      { metricName: 'x_seconds' },
      { metricType: 'gauge' },
      { buckets: [2, 4] },
      { labels: {} },
      { labels: { page: '', tier: 'free' } },
    ]) {
      expect((await put(config.id, change)).body.code, JSON.stringify(change)).toBe('metric_has_data');
    }
    const allowed = await put(config.id, {
      name: 'New',
      metricName: 'load_seconds',
      metricType: 'histogram',
      buckets: [3, 2],
      labels: { plan: 'pro', page: '$path', device: '$device' },
      maxSeries: 5,
      isActive: false,
    });
    expect(allowed.status).toBe(200);
  });

  it('lets the quantiles of a summary change, and has them exported', async () => {
    const config = await buildMetricConfig(t.deps.models, { userId: user.id, metricType: 'summary', quantiles: [0.5] });
    await buildSeries(t.deps.database.pool, config, { values: [2, 10], exportedSeries: 3 });
    const before = await versionOf(user.id);
    expect((await put(config.id, { quantiles: [0.9, 0.99] })).status).toBe(200);
    expect(await versionOf(user.id)).toBe(before + 1);
    expect((await get(`${config.id}/stats`)).body.series).toBe(4);
    await put(config.id, { name: 'x' });
    expect(await versionOf(user.id)).toBe(before + 1);
  });
});
