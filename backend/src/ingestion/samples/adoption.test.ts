import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';
import { adoptMetrics } from './adoptMetrics.ts';

let server: TestPlatform;
beforeAll(async () => {
  server = await startTestPlatform();
});
afterAll(() => server.stop());

interface Config {
  id: string;
  metricName: string;
  metricType: string;
  inPages: boolean;
  labels: Record<string, string>;
  buckets: number[] | null;
  quantiles: number[] | null;
}

async function list(tenant: TestTenant): Promise<Config[]> {
  const { body } = await server.call<{ metricConfigs: Config[] }>('GET', '/api/v1/metric-configs', {
    token: tenant.token,
  });
  return body.metricConfigs;
}

/** A tenant whose key creates metrics. */
async function creator(): Promise<TestTenant> {
  const tenant = await server.signUp();
  await server.letKeyCreate(tenant);
  return tenant;
}

describe('samples of metrics that nobody has described, from a key that creates metrics', () => {
  it('describe them: type and labels of the first sample, not for pages, the rest as by default', async () => {
    const tenant = await creator();
    const answer = await server.push(tenant, [
      { name: 'jobs', labels: { queue: 'mail' }, value: 2 },
      { name: 'jobs', labels: { queue: 'push' } },
      { name: 'heap_bytes', type: 'gauge', value: 512 },
      { name: 'job_seconds', type: 'histogram', value: [0.2, 3] },
      { name: 'size', type: 'summary', value: 4 },
    ]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 5, rejected: [] } });
    const configs = await list(tenant);
    expect(configs).toMatchObject([
      { metricName: 'jobs', metricType: 'counter', labels: { queue: '' } },
      { metricName: 'heap_bytes', metricType: 'gauge', labels: {} },
      { metricName: 'job_seconds', metricType: 'histogram', buckets: expect.arrayContaining([0.005, 10]) },
      { metricName: 'size', metricType: 'summary', quantiles: [0.5, 0.9, 0.95, 0.99] },
    ]);
    expect(configs.map(({ inPages }) => inPages)).toEqual([false, false, false, false]);
    expect(await server.total(tenant, configs[0]?.id ?? '')).toBe(3);
    const later = await server.push(tenant, [
      { name: 'jobs', type: 'gauge', value: 1 },
      { name: 'jobs', labels: { host: 'a' } },
    ]);
    expect(later.body.errors?.map(({ code }) => code)).toEqual(['type_mismatch', 'undeclared_label']);
  });

  it('are refused with the reason when no metric can be made of them', async () => {
    const tenant = await creator();
    const { status, body } = await server.push(tenant, [
      { name: 'go_threads' },
      { name: 'with space' },
      { name: 'fine', labels: { tenant: 'me' } },
      { name: 'fine', value: [1, 2] },
      { name: 'fine', value: -1 },
      { name: 'hits_total', type: 'gauge', value: 1 },
    ]);
    expect(status).toBe(400);
    expect(body.errors?.map(({ code }) => code)).toEqual(Array(6).fill('unknown_metric'));
    expect(body.errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('go_'),
      expect.stringContaining('letters, digits'),
      expect.stringContaining('reserved'),
      expect.stringContaining('say its type'),
      expect.stringContaining('never falls'),
      expect.stringContaining('_total'),
    ]);
    expect(await list(tenant)).toEqual([]);
  });

  it('make one metric when many requests bring it at once', async () => {
    const tenant = await creator();
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.push(tenant, [{ name: 'at_once' }])));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const [config, ...others] = await list(tenant);
    expect(others).toEqual([]);
    expect(await server.total(tenant, config?.id ?? '')).toBe(20);
  });

  it('stop at the number that an account may have', async () => {
    const tenant = await creator();
    const names = Array.from({ length: 503 }, (_, i) => ({ name: `metric_${i}` }));
    const { body } = await server.push(tenant, names);
    expect(body.accepted).toBe(500);
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual(
      [500, 501, 502].map((i) => [i, 'unknown_metric']),
    );
    expect(body.rejected[0]?.detail).toContain('500 configurations');
  });
});

describe('samples of metrics that nobody has described, from any other key', () => {
  it('are refused and make nothing, until the key may create', async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    const { status, body } = await server.push(tenant, [{ name: 'odrers' }, { name: 'orders' }]);
    expect([status, body.accepted]).toEqual([202, 1]);
    expect(body.rejected).toEqual([
      { index: 0, code: 'unknown_metric', detail: 'odrers: there is no metric of this name' },
    ]);
    expect((await list(tenant)).map(({ metricName }) => metricName)).toEqual(['orders']);
    await server.letKeyCreate(tenant);
    await expect.poll(async () => (await server.push(tenant, [{ name: 'odrers' }])).status).toBe(202);
    expect((await list(tenant)).map(({ metricName }) => metricName)).toEqual(['orders', 'odrers']);
  });
});

describe('samples of a metric that was created a moment ago', () => {
  it('are taken by a process that has not heard of it yet', async () => {
    const tenant = await server.signUp();
    const push = () => server.push(tenant, [{ name: 'queue', value: 5 }]);
    const id = await server.createMetric(tenant, { metricName: 'queue', metricType: 'gauge' });
    await server.call('DELETE', `/api/v1/metric-configs/${id}`, { token: tenant.token });
    expect((await push()).body.errors?.[0]?.code).toBe('metric_deleted');
    // Without the announcement.
    await server.database.pool.query(
      `insert into metric_configs (user_id, name, metric_name, exported_name, metric_type) values ($1, 'Queue', 'queue', 'queue', 'gauge')`,
      [tenant.id],
    );
    expect((await push()).status).toBe(202);
  });

  it('are looked for once, also where another metric has the name', async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'queue', metricType: 'counter' });
    const gauge = await server.createMetric(tenant, { metricName: 'queue', metricType: 'gauge' });
    await server.call('DELETE', `/api/v1/metric-configs/${gauge}`, { token: tenant.token });
    const { status, body } = await server.push(tenant, [{ name: 'queue', value: 5 }]);
    expect([status, body.errors?.[0]?.code]).toEqual([400, 'metric_deleted']);
    expect((await server.push(tenant, [{ name: 'queue', type: 'counter' }])).status).toBe(202);
  });
});

describe('samples of a metric that was deleted', () => {
  const remove = (tenant: TestTenant, id: string) =>
    server.call('DELETE', `/api/v1/metric-configs/${id}`, { token: tenant.token });
  const codes = ({ body }: { body: { errors?: readonly { code?: string }[] } }) => body.errors?.map(({ code }) => code);

  it('make no counter of a gauge, are counted for the owner, and leave the name to the owner', async () => {
    const tenant = await creator();
    const gauge = { metricName: 'queue', metricType: 'gauge' };
    const id = await server.createMetric(tenant, gauge);
    const set = () => server.push(tenant, [{ name: 'queue', value: 5 }]);
    expect((await set()).status).toBe(202);
    expect((await remove(tenant, id)).status).toBe(204);
    for (let i = 0; i < 3; i += 1) expect(codes(await set())).toEqual(['metric_deleted']);
    // What a minute brings: the row of the configuration goes, and the name is kept all the same.
    const { pool } = server.database;
    await pool.query("update metric_configs set deleted_at = deleted_at - interval '61 seconds' where id = $1", [id]);
    expect(await server.platform.housekeeper.tidy()).toBe(true);
    expect((await pool.query('select 1 from metric_configs where id = $1', [id])).rowCount).toBe(0);
    const beside = await server.push(tenant, [{ name: 'queue', value: 5 }, { name: 'other' }]);
    expect(beside.body.rejected.map(({ code }) => code)).toEqual(['metric_deleted']);
    expect((await list(tenant)).map(({ metricName }) => metricName)).toEqual(['other']);
    const { body } = await server.call('GET', '/api/v1/rejections', { token: tenant.token });
    expect(body).toMatchObject({ rejections: [{ code: 'metric_deleted', count: 4, metricConfigId: null }] });

    const anew = await server.createMetric(tenant, gauge);
    await expect.poll(async () => (await set()).status).toBe(202);
    expect(await server.total(tenant, anew)).toBe(5);
  });

  it('make one again a day later', async () => {
    const tenant = await creator();
    await remove(tenant, await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' }));
    const push = (name: string) => server.push(tenant, [{ name }]);
    expect([codes(await push('orders')), codes(await push('orders_total'))]).toEqual([
      ['metric_deleted'],
      ['metric_deleted'],
    ]);
    const { pool } = server.database;
    await pool.query("update deleted_metric_names set deleted_at = deleted_at - interval '24 hours'");
    await pool.query("select pg_notify('uvp_changes', $1)", [tenant.id]);
    await expect.poll(async () => (await push('orders')).status).toBe(202);
    await server.platform.housekeeper.tidy();
    expect((await pool.query('select 1 from deleted_metric_names')).rowCount).toBe(0);
  });

  it('make none in a process that has not heard of the deletion', async () => {
    const tenant = await creator();
    const samples = [{ name: 'queue', value: 5 }];
    await remove(tenant, await server.createMetric(tenant, { metricName: 'queue', metricType: 'gauge' }));
    expect(await adoptMetrics(server.database.pool, tenant.id, samples)).toEqual({ made: true, isFull: false });
    expect(await list(tenant)).toEqual([]);
  });

  it('are known by the latest thousand names of an account', async () => {
    const tenant = await creator();
    const { pool } = server.database;
    await pool.query(
      `insert into deleted_metric_names select $1, 'old_' || n, 'old_' || n, 'gauge', now() - interval '1 hour' from generate_series(1, 1100) n`,
      [tenant.id],
    );
    await remove(tenant, await server.createMetric(tenant, { metricName: 'queue', metricType: 'gauge' }));
    const { rows } = await pool.query(
      "select count(*)::int as names, bool_or(metric_name = 'queue') as newest from deleted_metric_names where tenant_id = $1",
      [tenant.id],
    );
    expect(rows).toEqual([{ names: 1000, newest: true }]);
  });
});
