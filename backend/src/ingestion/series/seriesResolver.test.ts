import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModels } from '../../models/index.ts';
import { buildMetricConfig, buildUser } from '../../testing/builders.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { type AcceptedSample, judgeSample } from '../samples/judge.ts';
import { allMetrics } from '../senders/writeScope.ts';
import { type Catalog, createCatalog } from './catalog.ts';
import { createGatewayLoad } from './gatewayLoad.ts';
import { createSeriesResolver, type SeriesResolver } from './seriesResolver.ts';
import { createSlotCache, type SlotCache } from './slotCache.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 5 });
});
afterAll(() => database.drop());

interface Rig {
  tenantId: string;
  metricName: string;
  configId: string;
  catalog: Catalog;
  resolver: SeriesResolver;
  slots: SlotCache;
  judged(labels: readonly Record<string, string>[]): Promise<AcceptedSample[]>;
}

async function rig(given: { maxSeries?: number; labels?: Record<string, string> } = {}): Promise<Rig> {
  const slots = createSlotCache();
  const models = createModels(database.sequelize);
  const user = await buildUser(models);
  const config = await buildMetricConfig(models, { userId: user.id, labels: { n: '' }, ...given });
  const catalog = createCatalog({ pool: database.pool, freshness: { announcementsHeard: () => true }, slots });
  return {
    slots,
    tenantId: user.id,
    metricName: config.metricName,
    configId: config.id,
    catalog,
    resolver: createSeriesResolver({
      pool: database.pool,
      catalog,
      gatewayLoad: createGatewayLoad({ pool: database.pool, gatewayOf: () => undefined }),
      slots,
      maxPerTenant: 20_000,
    }),
    async judged(labels) {
      const tenant = await catalog.of(user.id);
      const samples = labels.map((one, i) =>
        judgeSample({ name: config.metricName, labels: one }, i, tenant, allMetrics),
      );
      return samples.filter((one): one is AcceptedSample => !('code' in one));
    },
  };
}

function slotsOf(resolved: readonly (readonly [AcceptedSample, number])[] | 'stale'): number[] {
  return resolved === 'stale' ? [] : resolved.map(([, slot]) => slot);
}

const numbered = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ n: String(from + i) }));

describe('the series resolver', () => {
  it('gives every sample the slot of its label set, in order, and remembers it', async () => {
    const { tenantId, resolver, judged, slots, catalog } = await rig();
    const samples = await judged([{ n: 'a' }, { n: 'b' }, { n: 'a' }, {}]);
    const [a, b, again, none] = slotsOf(await resolver.resolve(tenantId, samples));
    expect(again).toBe(a);
    expect(new Set([a, b, none]).size).toBe(3);
    const known = samples.map(({ config, sample }) => slots.get(config.version, sample.labels));
    expect(known).toEqual([a, b, a, none]);
    expect(slotsOf(await resolver.resolve(tenantId, samples))).toEqual(known);
    catalog.forget(tenantId);
    expect(slots.bytes()).toBe(0);
  });

  it('creates once what many requests want at once', async () => {
    const { tenantId, resolver, judged } = await rig();
    const requests = await Promise.all(Array.from({ length: 60 }, (_, i) => judged(numbered(i * 3, 5))));
    const resolved = await Promise.all(requests.map((one) => resolver.resolve(tenantId, one)));
    expect(new Set(resolved.flatMap(slotsOf)).size).toBe(60 * 3 + 2);
    const { rows } = await database.pool.query('select count(*) from series where tenant_id = $1', [tenantId]);
    expect(Number(rows[0].count)).toBe(60 * 3 + 2);
  });

  it("does not let one tenant's new series hold up another tenant's commits", async () => {
    const [busy, other] = [await rig(), await rig()];
    const blocker = await database.pool.connect();
    await blocker.query('begin');
    await blocker.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [busy.tenantId]);
    const requests = await Promise.all(Array.from({ length: 20 }, (_, i) => busy.judged(numbered(i, 1))));
    const waiting = requests.map((one) => busy.resolver.resolve(busy.tenantId, one));
    const samples = await other.judged([{ n: 'x' }]);
    expect(slotsOf(await other.resolver.resolve(other.tenantId, samples))).toHaveLength(1);
    await database.pool.query('select 1');
    await blocker.query('rollback');
    blocker.release();
    expect(new Set((await Promise.all(waiting)).flatMap(slotsOf)).size).toBe(20);
  });

  it('sends new label sets of a full configuration to the overflow series', async () => {
    const { tenantId, resolver, judged } = await rig({ maxSeries: 2 });
    const first = slotsOf(await resolver.resolve(tenantId, await judged(numbered(0, 4))));
    expect(new Set(first).size).toBe(3);
    expect(first[2]).toBe(first[3]);
    const later = slotsOf(await resolver.resolve(tenantId, await judged([...numbered(10, 3), { n: '0' }])));
    expect(later).toEqual([first[2], first[2], first[2], first[0]]);
  });

  it('says so and forgets the catalog when a configuration is gone', async () => {
    const { tenantId, resolver, judged, catalog, configId } = await rig();
    const samples = await judged([{ n: 'a' }]);
    await database.pool.query('update metric_configs set deleted_at = now() where id = $1', [configId]);
    expect(await resolver.resolve(tenantId, samples)).toBe('stale');
    expect((await catalog.of(tenantId)).byId(configId)).toBeUndefined();
  });

  it('notices a change of the type that it has not heard of', async () => {
    const { tenantId, resolver, judged, configId, metricName, catalog } = await rig();
    const samples = await judged([{ n: 'a' }]);
    await database.pool.query("update metric_configs set metric_type = 'gauge' where id = $1", [configId]);
    expect(await resolver.resolve(tenantId, samples)).toBe('stale');
    expect((await catalog.of(tenantId)).named(metricName)[0]?.type).toBe('gauge');
  });

  it('remembers nothing of label sets that are counted in the overflow series', async () => {
    const { tenantId, resolver, judged, slots } = await rig({ maxSeries: 1 });
    await resolver.resolve(tenantId, await judged(numbered(0, 1)));
    const afterFirst = slots.bytes();
    for (let i = 1; i < 20; i += 1) await resolver.resolve(tenantId, await judged(numbered(i * 50, 50)));
    expect(slots.bytes()).toBe(afterFirst);
  });

  it('remembers no keys that are long', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `label${i}`);
    const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
    const { tenantId, resolver, judged, slots } = await rig({ labels: all('') });
    const samples = await judged([all('x'.repeat(200))]);
    const resolved = slotsOf(await resolver.resolve(tenantId, samples));
    expect(resolved).toHaveLength(1);
    expect(slots.bytes()).toBe(0);
    expect(slotsOf(await resolver.resolve(tenantId, samples))).toEqual(resolved);
  });
});
