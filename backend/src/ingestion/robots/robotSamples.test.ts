import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModels } from '../../models/index.ts';
import { buildApiKey, buildUser } from '../../testing/builders.ts';
import { createMemoryLog } from '../../testing/memoryLog.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createRobotSamples } from './robotSamples.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function buildKey() {
  const models = createModels(database.sequelize);
  const { id: userId } = await buildUser(models);
  const { apiKey } = await buildApiKey(models, { userId });
  const counted = async () => {
    const { rows } = await database.pool.query<{ count: number }>(
      'select count::int as count from robot_samples where api_key_id = $1',
      [apiKey.id],
    );
    return rows.map(({ count }) => count);
  };
  return { id: apiKey.id, apiKey, counted };
}

const create = (log = createMemoryLog()) => createRobotSamples({ pool: database.pool, logger: log.logger });

describe('samples of robots', () => {
  it('are counted by key in one row an hour, by replicas at once, and pass over keys that are gone', async () => {
    const [one, other, gone] = [await buildKey(), await buildKey(), await buildKey()];
    await gone.apiKey.destroy();
    const replicas = [create(), create()];
    for (const replica of replicas) {
      for (let i = 0; i < 100; i += 1) replica.note(one.id, 3);
      for (const id of [other.id, gone.id, randomUUID()]) replica.note(id, 5);
    }
    await Promise.all(replicas.map((replica) => replica.stop()));
    expect(await Promise.all([one, other, gone].map(({ counted }) => counted()))).toEqual([[600], [10], []]);
  });

  it('cost one statement, however many robots come', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, buildKey));
    let statements = 0;
    const query = (...given: Parameters<typeof database.pool.query>) => {
      statements += 1;
      return database.pool.query(...given);
    };
    const pool = Object.assign(Object.create(database.pool), { query });
    const samples = createRobotSamples({ pool, logger: createMemoryLog().logger });
    for (let i = 0; i < 10_000; i += 1) samples.note(keys[i % 20]?.id ?? '', 1);
    await samples.stop();
    expect(statements).toBe(1);
    expect(await keys[0]?.counted()).toEqual([500]);
  });

  it('are counted later when Postgres does not take them', async () => {
    const key = await buildKey();
    const log = createMemoryLog();
    const samples = create(log);
    await database.pool.query('alter table robot_samples rename to robot_samples_away');
    samples.note(key.id, 2);
    await samples.flush();
    samples.note(key.id, 1);
    await database.pool.query('alter table robot_samples_away rename to robot_samples');
    await samples.stop();
    expect(log.text()).toContain('were not counted');
    expect(await key.counted()).toEqual([3]);
  });
});
