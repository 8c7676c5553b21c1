import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesChannel } from '../database/changes.ts';
import { createMemoryLog } from '../testing/memoryLog.ts';
import { startSilentProxy } from '../testing/silentProxy.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createChangeListener } from './changeListener.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function rig(databaseUrl = database.url) {
  const heard: string[] = [];
  const state = { gaps: 0 };
  const listener = createChangeListener({
    databaseUrl,
    notify: (channel, payload) => database.pool.query('select pg_notify($1, $2)', [channel, payload]),
    logger: createMemoryLog().logger,
    onChange: (tenantId) => heard.push(tenantId),
    onGap: () => {
      state.gaps += 1;
    },
  });
  return { listener, heard, state };
}

const announce = (tenantId: string) => database.pool.query('select pg_notify($1, $2)', [changesChannel, tenantId]);

describe('the change listener', () => {
  it('hears announcements from the moment it says so', async () => {
    const { listener, heard, state } = rig();
    expect(listener.announcementsHeard()).toBe(false);
    listener.start();
    await expect.poll(() => listener.announcementsHeard()).toBe(true);
    expect(state.gaps).toBe(1);
    await announce('tenant-a');
    await expect.poll(() => heard).toEqual(['tenant-a']);
    await listener.stop();
    expect(listener.announcementsHeard()).toBe(false);
  });

  it('listens again when its connection is ended, and reports the gap after that', async () => {
    const { listener, heard, state } = rig();
    listener.start();
    for (let gaps = 1; gaps <= 3; gaps += 1) {
      await expect.poll(() => [state.gaps, listener.announcementsHeard()], { timeout: 5_000 }).toEqual([gaps, true]);
      await database.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'uvp-listen' and datname = current_database()",
      );
      await expect.poll(() => listener.announcementsHeard(), { interval: 5 }).toBe(false);
    }
    await expect.poll(() => listener.announcementsHeard(), { timeout: 5_000 }).toBe(true);
    await announce('tenant-b');
    await expect.poll(() => heard).toEqual(['tenant-b']);
    await listener.stop();
  });

  it('believes a connection that fell silent for 5 s at most, and finds another', async () => {
    const proxy = await startSilentProxy(database.url);
    const { listener, state } = rig(proxy.url);
    listener.start();
    await expect.poll(() => listener.announcementsHeard()).toBe(true);
    proxy.silence();
    await expect.poll(() => listener.announcementsHeard(), { timeout: 5_500 }).toBe(false);
    proxy.heal();
    await expect.poll(() => [listener.announcementsHeard(), state.gaps], { timeout: 5_000 }).toEqual([true, 2]);
    await listener.stop();
    proxy.close();
  });

  it('stops at once, connected or not', async () => {
    const { listener } = rig('postgres://nobody@127.0.0.1:1/none');
    listener.start();
    const startedAt = performance.now();
    await listener.stop();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
