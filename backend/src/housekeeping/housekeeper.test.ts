import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../testing/testPlatform.ts';

let server: TestPlatform;
let tenant: TestTenant;

beforeEach(async () => {
  server = await startTestPlatform();
  tenant = await server.signUp();
});
afterEach(() => server.stop());

async function count(table: string): Promise<number> {
  const { rows } = await server.database.pool.query<{ n: string }>(`select count(*) as n from ${table}`);
  return Number(rows[0]?.n);
}

/** Everything in totals that are about to go: from the answer to the deletion on, nothing may be added to it. */
async function retiredTotal(): Promise<number> {
  const { rows } = await server.database.pool.query<{ sum: number }>(
    `select coalesce(sum(t.value), 0) as sum from totals t join series s on s.first_slot = abs(t.slot)
     join metric_configs c on c.id = s.metric_config_id where c.deleted_at is not null`,
  );
  return rows[0]?.sum ?? Number.NaN;
}

/** What a minute brings. */
async function age(table: 'metric_configs' | 'users'): Promise<void> {
  await server.database.pool.query(`update ${table} set deleted_at = deleted_at - interval '61 seconds'`);
}

function remove(id: string): Promise<{ status: number }> {
  return server.call('DELETE', `/api/v1/metric-configs/${id}`, { token: tenant.token });
}

describe('a deleted metric', () => {
  const orders = { metricName: 'orders', metricType: 'counter', labels: { page: '' } };

  it('takes no sample from the moment its deletion is answered; its owner begins anew', async () => {
    const first = await server.createMetric(tenant, orders);
    await server.push(tenant, [{ name: 'orders', value: 5 }]);
    expect((await remove(first)).status).toBe(204);
    expect((await server.push(tenant, [{ name: 'orders', value: 1 }])).body).toMatchObject({
      errors: [{ code: 'metric_deleted' }],
    });
    const second = await server.createMetric(tenant, orders);
    await expect.poll(async () => (await server.push(tenant, [{ name: 'orders', value: 1 }])).status).toBe(202);
    expect(await server.total(tenant, second)).toBe(1);
    expect(await retiredTotal()).toBe(5);
  });

  it('loses nothing that is acknowledged while it is deleted and made again under load', {
    timeout: 60_000,
  }, async () => {
    let current = await server.createMetric(tenant, orders);
    let stopped = false;
    let atDeletion = 0;
    const acknowledged = new Map<string, number>();
    const client = async () => {
      while (!stopped) {
        const target = current;
        const { status } = await server.push(tenant, [{ name: 'orders' }]);
        // Only what was sent and acknowledged with the same metric in place must be in its total.
        if (status === 202 && target === current) acknowledged.set(target, (acknowledged.get(target) ?? 0) + 1);
      }
    };
    const clients = [client(), client(), client()];
    for (let round = 0; round < 8; round += 1) {
      const before = acknowledged.get(current) ?? 0;
      await expect.poll(() => acknowledged.get(current) ?? 0, { interval: 5 }).toBeGreaterThan(before + 10);
      const old = current;
      current = '';
      expect((await remove(old)).status).toBe(204);
      atDeletion = await retiredTotal();
      current = await server.createMetric(tenant, orders);
    }
    stopped = true;
    await Promise.all(clients);
    expect(await server.total(tenant, current)).toBeGreaterThanOrEqual(acknowledged.get(current) ?? 0);
    expect(await retiredTotal()).toBe(atDeletion);
  });

  it('leaves nothing behind a minute later, and its neighbours everything', async () => {
    const gone = await server.createMetric(tenant, { ...orders, metricName: 'size', metricType: 'summary' });
    const stays = await server.createMetric(tenant, orders);
    const pages = Array.from({ length: 60 }, (_, i) => `/${i}`);
    await server.push(
      tenant,
      pages.map((page) => ({ name: 'size', value: [1, 2, 3], labels: { page } })),
    );
    await server.push(tenant, [
      { name: 'orders', value: 4 },
      { name: 'size', value: -1 },
      { name: 'orders', labels: { nope: '' } },
    ]);
    await remove(gone);
    await server.platform.housekeeper.tidy();
    expect(await count('series')).toBe(61);
    await age('metric_configs');
    expect(await server.platform.housekeeper.tidy()).toBe(true);
    expect(
      await Promise.all(['metric_configs', 'series', 'totals', 'summary_sketches', 'rejections'].map(count)),
    ).toEqual([1, 1, 1, 0, 1]);
    expect(await server.total(tenant, stays)).toBe(4);
  });
});

describe('createHousekeeper', () => {
  it('is at work in one replica at a time', async () => {
    const client = await server.database.pool.connect();
    await client.query('select pg_advisory_lock(7262023119)');
    expect(await server.platform.housekeeper.tidy()).toBe(false);
    client.release(true);
    await expect.poll(() => server.platform.housekeeper.tidy()).toBe(true);
  });

  it('prunes what has outlived its use, and only that', async () => {
    const { pool } = server.database;
    // Those of the sign-up before.
    await pool.query('delete from rate_limits');
    await pool.query(`
      insert into batch_ledger select '${tenant.id}', 'old-' || n, 1, now() - interval '26 hours' from generate_series(1, 2500) n;
      insert into batch_ledger values ('${tenant.id}', 'fresh', 1, now() - interval '24 hours');
      insert into summary_sketches values (1, now() - interval '21 minutes', 5, 1), (1, now() - interval '12 minutes', 5, 1);
      insert into rejections values ('${tenant.id}', '${tenant.id}', 'old', 1, now() - interval '31 days', ''), ('${tenant.id}', '${tenant.id}', 'fresh', 1, now(), '');
      insert into unknown_metrics values ('${tenant.id}', 'old', 'unknown_metric', null, '{}', 1, now() - interval '8 days'), ('${tenant.id}', 'fresh', 'unknown_metric', null, '{}', 1, now());
      insert into robot_samples values ('${tenant.apiKeyId}', now() - interval '49 hours', 1), ('${tenant.apiKeyId}', now(), 1);
      insert into deleted_metric_names values ('${tenant.id}', 'old', 'old', 'gauge', now() - interval '25 hours'), ('${tenant.id}', 'fresh', 'fresh', 'gauge', now());
      insert into rate_limits values ('over', 1, now() - interval '1 second'), ('counting', 1, now() + interval '1 minute');`);
    await server.platform.housekeeper.tidy();
    const tables = [
      'batch_ledger',
      'summary_sketches',
      'rejections',
      'unknown_metrics',
      'robot_samples',
      'deleted_metric_names',
      'rate_limits',
    ];
    expect(await Promise.all(tables.map(count))).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});
