import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choosePort } from '../../scripts/stack/ports.ts';
import { connectDatabase } from './database/connect.ts';
import { startKeptLoad } from './testing/keptLoad.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';
import { startTestPlatform, type TestPlatform } from './testing/testPlatform.ts';

const drainMs = 500;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A replica on the same port each time, with connections of its own: they end when it stops. */
async function startReplica(port: number, env: Readonly<Record<string, string>>): Promise<TestPlatform> {
  const own = connectDatabase(database.url);
  return startTestPlatform({
    env: { ...env, PORT: String(port), DRAIN_SECONDS: String(drainMs / 1000) },
    database: { ...own, drop: () => own.close() },
  });
}

describe('a platform that is restarted under load', { timeout: 60_000 }, () => {
  const env = { JWT_SECRET: 'b7Jk2mQ9xV4tR8wZ1nL6pD3sF5hG0yC7' };

  it('resets no request on a kept connection, and tells clients to close', async () => {
    const port = await choosePort();
    let replica = await startReplica(port, env);
    const tenant = await replica.signUp();
    const configId = await replica.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    const load = startKeptLoad(tenant, 24, () => replica.platform.url);
    for (let restart = 0; restart < 4; restart += 1) {
      const before = load.sent.acknowledged;
      await expect.poll(() => load.sent.acknowledged, { interval: 20 }).toBeGreaterThan(before + 200);
      const startedAtMs = performance.now();
      await replica.stop();
      expect(performance.now() - startedAtMs).toBeLessThan(5_000);
      replica = await startReplica(port, env);
    }
    await load.stop();
    expect(load.sent.failedOnKept).toEqual([]);
    expect(await replica.total(tenant, configId)).toBe(load.sent.acknowledged);
    await replica.stop();
  });

  it('fails no request at all behind a balancer that asks /health/ready', async () => {
    const ports = [await choosePort(), await choosePort()];
    const replicas = await Promise.all(ports.map((port) => startReplica(port, env)));
    const [first] = replicas;
    if (!first) throw new Error('no replica was started');
    const tenant = await first.signUp();
    await first.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    let ready = replicas.map(({ platform }) => platform.url);
    const load = startKeptLoad(tenant, 24, (client) => ready[client % ready.length]);
    const isReady = async (url: string) => (await fetch(`${url}/api/v1/health/ready`)).status === 200;
    for (const at of [0, 1, 0]) {
      const before = load.sent.acknowledged;
      await expect.poll(() => load.sent.acknowledged, { interval: 20 }).toBeGreaterThan(before + 200);
      const leaving = replicas[at];
      if (!leaving) throw new Error('there is no such replica');
      const stopped = leaving.stop();
      await expect.poll(() => isReady(leaving.platform.url), { interval: 20 }).toBe(false);
      ready = ready.filter((url) => url !== leaving.platform.url);
      await stopped;
      replicas[at] = await startReplica(ports[at] ?? 0, env);
      ready = replicas.map(({ platform }) => platform.url);
    }
    await load.stop();
    expect([load.sent.failedOnKept, load.sent.failedOnNew]).toEqual([[], []]);
    await Promise.all(replicas.map((replica) => replica.stop()));
  });
});
