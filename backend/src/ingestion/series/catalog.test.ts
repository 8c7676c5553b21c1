import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKnownConfig } from '../../testing/ingestionRig.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createCatalog } from './catalog.ts';
import { createSlotCache } from './slotCache.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const labels = { n: '1' };

/** A catalog that hears no announcement, so that everything is read again after two seconds of a clock that the test moves. */
function deafRig() {
  const state = { nowMs: 0 };
  const slots = createSlotCache();
  const freshness = { announcementsHeard: () => false };
  const catalog = createCatalog({ pool: database.pool, freshness, slots, now: () => state.nowMs });
  return { state, slots, catalog };
}

describe('the catalog', () => {
  it('keeps what is remembered of a configuration that is read again and has not changed, and nothing of others', async () => {
    const { tenantId, config } = await buildKnownConfig(database);
    const { state, slots, catalog } = deafRig();
    const read = async () => (await catalog.of(tenantId)).byId(config.id)?.version ?? 0;
    const first = await read();
    slots.set(first, labels, 7);
    state.nowMs = 2_000;
    expect(catalog.peek(tenantId)).toBeUndefined();
    expect(await read()).toBe(first);
    expect(slots.get(first, labels)).toBe(7);

    await database.pool.query('update metric_configs set token_version = token_version + 1 where id = $1', [config.id]);
    state.nowMs = 4_000;
    expect(await read()).toBeGreaterThan(first);
    expect(slots.get(first, labels)).toBeUndefined();
  });

  it('forgets what is remembered of a configuration with it, when it is told and when it is gone', async () => {
    const { tenantId, config } = await buildKnownConfig(database);
    const { state, slots, catalog } = deafRig();
    const read = async () => (await catalog.of(tenantId)).byId(config.id)?.version;
    const first = (await read()) ?? 0;
    slots.set(first, labels, 7);
    catalog.forget(tenantId);
    expect(slots.get(first, labels)).toBeUndefined();

    const second = (await read()) ?? 0;
    expect(second).toBeGreaterThan(first);
    slots.set(second, labels, 7);
    await database.pool.query('update metric_configs set deleted_at = now() where id = $1', [config.id]);
    state.nowMs = 2_000;
    expect(await read()).toBeUndefined();
    expect(slots.get(second, labels)).toBeUndefined();
  });
});
