import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelKey } from '../../metric/labels.ts';
import { resolveSeries } from '../../testing/ingestionRig.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createGatewayLoad, maxSeriesPerGateway } from './gatewayLoad.ts';

describe('createGatewayLoad', () => {
  it('holds less than Prometheus takes in one scrape', async () => {
    const yml = await readFile(new URL('../../../../prometheus/prometheus.yml', import.meta.url), 'utf8');
    const limit = Number(/sample_limit:\s*(\d+)/.exec(yml)?.[1]);
    expect(maxSeriesPerGateway).toBe(0.8 * limit);
  });
});

describe('the load of several gateways', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('is counted where a tenant is held, not where it would be put today, and leaves that much room', async () => {
    const tenant = '6b1f0f0e-0000-4000-8000-000000000001';
    await database.pool.query(`
      insert into users (id, email, password, first_name, last_name) values ('${tenant}', 'a@example.test', '!', 'A', 'B');
      insert into metric_configs (id, user_id, name, metric_name, exported_name, metric_type) values ('${tenant}', '${tenant}', 'x', 'x', 'x', 'gauge');
      insert into series (tenant_id, metric_config_id, label_hash, labels, first_slot, slot_count, exported_series) values ('${tenant}', '${tenant}', 'h', '{}', 1000, 1, 30);
      insert into push_state (tenant_id, gateway_url) values ('${tenant}', 'http://old');`);
    const load = createGatewayLoad({ pool: database.pool, gatewayOf: () => 'http://new', maxPerGateway: 100 });
    const other = '6b1f0f0e-0000-4000-8000-000000000002';
    expect((await load.ofTenant(other)).room).toBe(100);
    const { room, added } = await load.ofTenant(tenant);
    expect(room).toBe(70);
    added(80);
    expect((await load.ofTenant(tenant)).room).toBe(0);
    expect((await load.ofTenant(other)).room).toBe(100);
    const labelSets = new Map(['/a', '/b', '/c'].map((page) => [labelKey({ page }), { page }]));
    const known = { id: tenant, type: 'gauge', buckets: null } as const;
    const resolved = await resolveSeries(database.pool, known, labelSets, { perTenant: 100, gatewayRoom: 2 });
    expect(resolved?.exportedSeries).toBe(3);
    expect(resolved?.slots.get(labelKey({ page: '/c' }))).toBe(resolved?.overflowSlot);
    const none = createGatewayLoad({ pool: database.pool, gatewayOf: () => undefined });
    expect((await none.ofTenant(other)).room).toBe(Number.POSITIVE_INFINITY);
  });
});
