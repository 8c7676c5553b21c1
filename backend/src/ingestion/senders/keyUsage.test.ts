import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModels } from '../../models/index.ts';
import { buildApiKey, buildUser } from '../../testing/builders.ts';
import { createMemoryLog } from '../../testing/memoryLog.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createKeyUsage } from './keyUsage.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function buildKey(): Promise<{ id: string; lastUsedAt(): Promise<Date | null> }> {
  const models = createModels(database.sequelize);
  const { id: userId } = await buildUser(models);
  const { apiKey } = await buildApiKey(models, { userId });
  return { id: apiKey.id, lastUsedAt: async () => (await apiKey.reload()).lastUsedAt };
}

describe('the use of keys', () => {
  it('is noted lazily, and not of keys that were not used', async () => {
    const [used, idle] = [await buildKey(), await buildKey()];
    const usage = createKeyUsage({ pool: database.pool, logger: createMemoryLog().logger });
    usage.used(used.id);
    expect(await used.lastUsedAt()).toBeNull();
    await usage.flush();
    expect(Date.now() - Number(await used.lastUsedAt())).toBeLessThan(5_000);
    expect(await idle.lastUsedAt()).toBeNull();
    await usage.stop();
  });

  it('is written once a minute however often it is seen, and at the stop', async () => {
    const key = await buildKey();
    const usage = createKeyUsage({ pool: database.pool, logger: createMemoryLog().logger });
    usage.used(key.id);
    await usage.flush();
    const first = await key.lastUsedAt();
    usage.used(key.id);
    await usage.stop();
    expect(await key.lastUsedAt()).toEqual(first);
    const other = await buildKey();
    const again = createKeyUsage({ pool: database.pool, logger: createMemoryLog().logger });
    again.used(other.id);
    await again.stop();
    expect(await other.lastUsedAt()).not.toBeNull();
  });

  it('is noted the next time when it could not be written', async () => {
    const key = await buildKey();
    const log = createMemoryLog();
    const usage = createKeyUsage({ pool: database.pool, logger: log.logger });
    await database.pool.query('alter table api_keys rename to api_keys_away');
    usage.used(key.id);
    await usage.flush();
    await database.pool.query('alter table api_keys_away rename to api_keys');
    expect(log.text()).toContain('was not noted');
    usage.used(key.id);
    await usage.stop();
    expect(await key.lastUsedAt()).not.toBeNull();
  });

  it('tells the previous secret from the current one, and one that was replaced meanwhile from both', async () => {
    const models = createModels(database.sequelize);
    const { id: userId } = await buildUser(models);
    const { apiKey: key } = await buildApiKey(models, { userId, previousSecret: 'a'.repeat(64) });
    const usage = createKeyUsage({ pool: database.pool, logger: createMemoryLog().logger });
    usage.used(key.id);
    usage.used(key.id, 'b'.repeat(64));
    await usage.flush();
    expect(await key.reload()).toMatchObject({ lastUsedAt: expect.any(Date), previousSecretLastUsedAt: null });
    usage.used(key.id, 'a'.repeat(64));
    await usage.stop();
    expect((await key.reload()).previousSecretLastUsedAt).toEqual(expect.any(Date));
  });
});
