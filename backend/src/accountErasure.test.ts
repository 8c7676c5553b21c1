import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PushgatewayService, startPushgateway } from '../../scripts/stack/pushgateway.ts';
import { describeWith, testTool } from '../../scripts/vitest/testTools.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from './testing/testPlatform.ts';

let gateway: PushgatewayService;
let server: TestPlatform;
let tenant: TestTenant;
let neighbour: TestTenant;

beforeEach(async () => {
  gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
  server = await startTestPlatform({ env: { PUSHGATEWAY_URLS: gateway.url } });
  [tenant, neighbour] = [await server.signUp(), await server.signUp()];
});
afterEach(async () => {
  await server?.stop();
  await gateway?.stop();
});

const tables = {
  users: 'id',
  api_keys: 'user_id',
  metric_configs: 'user_id',
  series: 'tenant_id',
  batch_ledger: 'tenant_id',
  tenant_versions: 'tenant_id',
  push_state: 'tenant_id',
  rejections: 'tenant_id',
  deleted_metric_names: 'tenant_id',
  unknown_metrics: 'tenant_id',
} as const;

/** Rows of a tenant, by table. */
async function rowsOf({ id }: TestTenant): Promise<Record<string, number>> {
  const counts = Object.entries(tables).map(async ([table, column]) => [table, await count(table, column, id)]);
  return Object.fromEntries(await Promise.all(counts));
}

async function count(table: string, column: string, id: string): Promise<number> {
  const { rows } = await server.database.pool.query(`select count(*)::int as n from ${table} where ${column} = $1`, [
    id,
  ]);
  return rows[0].n;
}

/** Totals and sketches whose series are gone. */
async function orphans(): Promise<number> {
  const { rows } = await server.database.pool.query(
    `select count(*)::int as n from (select abs(slot) as slot from totals union all select first_slot from summary_sketches) t
     where not exists (select 1 from series s where t.slot >= s.first_slot and t.slot < s.first_slot + s.slot_count)`,
  );
  return rows[0].n;
}

/** True when the gateway has a group of the tenant. */
async function hasGroup({ id }: TestTenant): Promise<boolean> {
  return (await (await fetch(`${gateway.url}/metrics`)).text()).includes(`tenant="${id}"`);
}

/** What a minute brings. */
async function age(): Promise<void> {
  for (const table of ['metric_configs', 'users']) {
    await server.database.pool.query(`update ${table} set deleted_at = deleted_at - interval '61 seconds'`);
  }
}

async function fill(who: TestTenant): Promise<void> {
  const labels = { page: '' };
  await server.createMetric(who, { metricName: 'orders', metricType: 'counter', labels });
  await server.createMetric(who, { metricName: 'queue', metricType: 'gauge' });
  await server.createMetric(who, { metricName: 'load_seconds', metricType: 'histogram', labels });
  await server.createMetric(who, { metricName: 'size', metricType: 'summary' });
  const answer = await server.push(who, [
    { name: 'orders', value: 3, labels: { page: '/a' } },
    { name: 'orders', value: -1 },
    { name: 'queue', value: 7 },
    { name: 'load_seconds', value: [0.1, 0.2], labels: { page: '/a' } },
    { name: 'size', value: [5, 6, 7] },
  ]);
  expect(answer).toMatchObject({ status: 202, body: { accepted: 4 } });
  await server.database.pool.query(`
    insert into deleted_metric_names values ('${who.id}', 'old', 'old', 'gauge', now());
    insert into unknown_metrics values ('${who.id}', 'odrers', 'unknown_metric', null, '{}', 1, now());`);
}

function erase({ token, password }: TestTenant): Promise<{ status: number }> {
  return server.call('DELETE', '/api/v1/auth/me', { token, body: { password } });
}

describeWith(['pushgateway'], 'a deleted account', () => {
  it('leaves nothing in Postgres and nothing at the Pushgateway, and its neighbours everything', {
    timeout: 60_000,
  }, async () => {
    await Promise.all([fill(tenant), fill(neighbour)]);
    await expect.poll(() => Promise.all([hasGroup(tenant), hasGroup(neighbour)])).toEqual([true, true]);
    expect(Object.values(await rowsOf(tenant))).not.toContain(0);

    expect((await erase(tenant)).status).toBe(204);
    const refused = await server.push(tenant, [{ name: 'orders', value: 1, labels: { page: '/a' } }]);
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } });
    await expect.poll(() => hasGroup(tenant)).toBe(false);
    // What was under way finds its rows for a minute, and the group is remembered until the account is gone.
    await server.platform.housekeeper.tidy();
    expect(await rowsOf(tenant)).toMatchObject({ users: 1, api_keys: 0, metric_configs: 4, push_state: 1 });

    await age();
    await server.platform.housekeeper.tidy();
    await expect.poll(() => rowsOf(tenant)).toEqual(Object.fromEntries(Object.keys(tables).map((name) => [name, 0])));
    expect(await orphans()).toBe(0);
    expect(await hasGroup(tenant)).toBe(false);
    expect(await hasGroup(neighbour)).toBe(true);
    expect((await server.push(neighbour, [{ name: 'queue', value: 8 }])).status).toBe(202);
    expect(Object.values(await rowsOf(neighbour))).not.toContain(0);
  });

  it('is forgotten by the gateway also when that was down meanwhile', { timeout: 60_000 }, async () => {
    await fill(tenant);
    await expect.poll(() => hasGroup(tenant)).toBe(true);
    gateway.process.kill('SIGSTOP');
    expect((await erase(tenant)).status).toBe(204);
    await age();
    await server.platform.housekeeper.tidy();
    expect(await rowsOf(tenant)).toMatchObject({ users: 0, series: 0, push_state: 1 });
    gateway.process.kill('SIGCONT');
    await expect.poll(() => hasGroup(tenant), { timeout: 40_000 }).toBe(false);
    await expect.poll(() => count('push_state', 'tenant_id', tenant.id), { timeout: 40_000 }).toBe(0);
  });

  it('takes no sample that is acknowledged after its deletion is answered, under load', {
    timeout: 60_000,
  }, async () => {
    await fill(tenant);
    const accepted = { before: 0, after: 0 };
    let when: keyof typeof accepted = 'before';
    let stopped = false;
    let made = 0;
    const client = async () => {
      while (!stopped) {
        const sentIn = when;
        // New names too: the server makes configurations for them, and none may outlive the account.
        made += 1;
        const { status } = await server.push(tenant, [
          { name: 'queue', value: 1 },
          { name: `made_${made % 40}`, value: 1 },
        ]);
        if (status === 202) accepted[sentIn] += 1;
      }
    };
    const clients = [client(), client(), client(), client()];
    await expect.poll(() => accepted.before, { interval: 10 }).toBeGreaterThan(50);
    expect((await erase(tenant)).status).toBe(204);
    when = 'after';
    await new Promise((resolve) => setTimeout(resolve, 300));
    stopped = true;
    await Promise.all(clients);
    expect(accepted.after).toBe(0);
    await age();
    await server.platform.housekeeper.tidy();
    await expect.poll(() => rowsOf(tenant)).toEqual(Object.fromEntries(Object.keys(tables).map((name) => [name, 0])));
    expect(await orphans()).toBe(0);
    expect(await hasGroup(tenant)).toBe(false);
  });

  it('does not come back when its owner signs up again', { timeout: 60_000 }, async () => {
    await fill(tenant);
    expect((await erase(tenant)).status).toBe(204);
    const { email, password } = tenant;
    const again = await server.call<{ token: string; user: { id: string } }>('POST', '/api/v1/auth/signup', {
      body: { email, password, firstName: 'Ada', lastName: 'Lovelace' },
    });
    expect(again.status).toBe(201);
    expect(again.body.user.id).not.toBe(tenant.id);
    const { body } = await server.call<{ total: number }>('GET', '/api/v1/metric-configs', { token: again.body.token });
    expect(body.total).toBe(0);
  });
});
