import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModels } from '../../models/index.ts';
import { buildUser } from '../../testing/builders.ts';
import { createMemoryLog } from '../../testing/memoryLog.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { createUnknownNames, maxUnknownNames } from './unknownNames.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function rig() {
  const { id: tenantId } = await buildUser(createModels(database.sequelize));
  const names = createUnknownNames({ pool: database.pool, logger: createMemoryLog().logger });
  const read = async () => {
    const { rows } = await database.pool.query<{ name: string; count: number }>(
      'select name, count::int as count from unknown_metrics where tenant_id = $1 order by name',
      [tenantId],
    );
    return rows;
  };
  return { tenantId, names, read };
}

describe('createUnknownNames', () => {
  it('keeps a hundred names of an account, however many come, and counts every sample', async () => {
    const { tenantId, names, read } = await rig();
    for (let i = 0; i < 1_000; i += 1) names.note(tenantId, 'unknown_metric', { name: `name_${i}` });
    await names.flush();
    for (let i = 0; i < 1_000; i += 1) names.note(tenantId, 'unknown_metric', { name: `later_${i}` });
    names.note(tenantId, 'unknown_metric', { name: 'name_0' });
    await names.stop();
    const rows = await read();
    expect(rows).toHaveLength(maxUnknownNames + 1);
    expect(rows[0]?.name).toBe('');
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(2_001);
    // The name came after a hundred others of this second, so it was counted with the rest.
    expect(rows.find(({ name }) => name === 'name_0')?.count).toBe(1);
  });

  it('is counted by replicas at once, and passes over an account that is gone', async () => {
    const { tenantId, names, read } = await rig();
    const other = createUnknownNames({ pool: database.pool, logger: createMemoryLog().logger });
    for (const replica of [names, other]) {
      for (let i = 0; i < 50; i += 1) replica.note(tenantId, 'unknown_metric', { name: `name_${i}` });
      replica.note('00000000-0000-4000-8000-000000000001', 'unknown_metric', { name: 'gone' });
    }
    await Promise.all([names.stop(), other.stop()]);
    expect((await read()).map(({ count }) => count)).toEqual(Array(50).fill(2));
  });
});
