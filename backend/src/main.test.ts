import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiProcess, startApiProcess } from './testing/apiProcess.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';
import { createTestClient, type TestTenant } from './testing/testPlatform.ts';

let database: TestDatabase;
let running: ApiProcess[];

beforeEach(async () => {
  database = await createTestDatabase();
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((api) => api.kill()));
  await database.drop();
});

async function start(env: Readonly<Record<string, string>> = {}, url = database.url): Promise<ApiProcess> {
  const api = await startApiProcess(url, env);
  running.push(api);
  return api;
}

describe('the API process', () => {
  it('loses nothing it has acknowledged, and counts nothing twice, through kill -9 under load', {
    timeout: 90_000,
  }, async () => {
    let api = await start();
    const { signUp, createMetric } = createTestClient(api.url);
    const tenant = await signUp();
    const configId = await createMetric(tenant, {
      metricName: 'orders',
      metricType: 'counter',
      labels: { client: '' },
    });
    const acknowledged = { batches: 0, retried: 0 };
    let stopped = false;
    /** Sends batches of 1 + 2 + 3, each again with its id until it is acknowledged. */
    const client = async (name: string) => {
      for (let n = 0; !stopped; n += 1) {
        for (;;) {
          if (await pushOnce(api.url, tenant, `${name}-${n}`, name)) break;
          acknowledged.retried += 1;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        acknowledged.batches += 1;
      }
    };
    const clients = ['a', 'b', 'c', 'd'].map(client);
    for (let round = 0; round < 3; round += 1) {
      const before = acknowledged.batches;
      await expect.poll(() => acknowledged.batches, { timeout: 20_000, interval: 20 }).toBeGreaterThan(before + 40);
      await api.kill();
      api = await start(api.env);
    }
    stopped = true;
    await Promise.all(clients);
    expect(acknowledged.retried).toBeGreaterThan(0);
    expect(await createTestClient(api.url).total(tenant, configId)).toBe(acknowledged.batches * 6);
  });

  it('migrates an empty database when it starts, two processes at once', { timeout: 60_000 }, async () => {
    const empty = await createEmptyDatabase();
    const [first, second] = await Promise.all([start({}, empty.url), start({}, empty.url)]);
    const tenant = await createTestClient(first.url).signUp();
    expect(tenant.apiKey).toMatch(/^mk_/);
    expect((await createTestClient(second.url).call('GET', '/api/v1/health')).status).toBe(200);
    await Promise.all([first.kill(), second.kill()]);
    await empty.drop();
  });

  it('answers what is under way on SIGTERM and ends with code 0', { timeout: 30_000 }, async () => {
    const api = await start();
    const tenant = await createTestClient(api.url).signUp();
    await createTestClient(api.url).createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    const body = JSON.stringify({ metrics: [{ name: 'orders' }] });
    const socket = createConnection(Number(new URL(api.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /api/v1/metrics HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-Key: ${tenant.apiKey}\r\nX-API-Secret: ${tenant.apiSecret}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    // The process has read the head when it answers a later request of another connection.
    await createTestClient(api.url).call('GET', '/api/v1/health/live');
    api.process.kill('SIGTERM');
    await expect
      .poll(
        () =>
          fetch(`${api.url}/api/v1/health/live`).then(
            () => 'answers',
            () => 'refused',
          ),
        { timeout: 5_000, interval: 20 },
      )
      .toBe('refused');
    socket.write(body.slice(5));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 202 /);
    expect(await api.exited).toBe('exit code 0');
    expect(api.recentLines().join('\n')).not.toContain(tenant.apiSecret);
  });

  it('lists every fault of its configuration and does not start', { timeout: 30_000 }, async () => {
    await expect(startApiProcess(database.url, { JWT_SECRET: 'changeme', BCRYPT_ROUNDS: 'many' })).rejects.toThrow(
      /JWT_SECRET[\s\S]*BCRYPT_ROUNDS|BCRYPT_ROUNDS[\s\S]*JWT_SECRET/,
    );
  });
});

/** True when the batch was acknowledged; false when the server went away, and it is not known whether it counts. */
async function pushOnce(url: string, tenant: TestTenant, batchId: string, client: string): Promise<boolean> {
  const metrics = [1, 2, 3].map((value) => ({ name: 'orders', value, labels: { client } }));
  try {
    const { status } = await createTestClient(url).push(tenant, metrics, { batchId });
    return status === 202;
  } catch {
    return false;
  }
}
