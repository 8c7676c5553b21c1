import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choosePort } from '../../../scripts/stack/ports.ts';
import { type ApiProcess, startApiProcess } from '../testing/apiProcess.ts';
import { startKeptLoad } from '../testing/keptLoad.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createTestClient, type TestTenant } from '../testing/testPlatform.ts';

let database: TestDatabase;
let api: ApiProcess;
let internalUrl: string;

beforeEach(async () => {
  database = await createTestDatabase();
  const internalPort = await choosePort();
  internalUrl = `http://127.0.0.1:${internalPort}`;
  api = await startApiProcess(database.url, {
    WEB_CONCURRENCY: '2',
    INTERNAL_PORT: String(internalPort),
    DRAIN_SECONDS: '0.5',
  });
});
afterEach(async () => {
  await api.kill();
  await database.drop();
});

/** The workers that live, by what the primary has logged of those it started. */
function workerPids(): number[] {
  const pids = api.recentLines().map((line) => Number(/a worker was started .*"pid":(\d+)/.exec(line)?.[1] ?? 0));
  return pids.filter((pid) => pid > 0 && isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function startTenant(): Promise<{ tenant: TestTenant; configId: string }> {
  const { signUp, createMetric } = createTestClient(api.url);
  const tenant = await signUp();
  return { tenant, configId: await createMetric(tenant, { metricName: 'orders', metricType: 'counter' }) };
}

/** On connections of their own, which the primary deals to the workers in turn. */
function push(tenant: TestTenant, batchIds: readonly string[]) {
  const { push: send } = createTestClient(api.url);
  return Promise.all(
    batchIds.map((batchId) => send(tenant, [{ name: 'orders' }], { batchId, headers: { Connection: 'close' } })),
  );
}

/** Sends a request but for its last byte; `finish` sends that and resolves with the answer. */
async function holdRequest(tenant: TestTenant, batchId: string): Promise<() => Promise<string>> {
  const body = JSON.stringify({ batchId, metrics: [{ name: 'orders' }] });
  const socket = createConnection(Number(new URL(api.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = [
    'POST /api/v1/metrics HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    `X-API-Key: ${tenant.apiKey}`,
    `X-API-Secret: ${tenant.apiSecret}`,
    'Expect: 100-continue',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  // The server has the head when it asks for the body.
  await once(socket, 'data');
  socket.write(body.slice(0, -1));
  return async () => {
    socket.write(body.slice(-1));
    const [answer] = await once(socket, 'data');
    socket.destroy();
    return String(answer);
  };
}

async function isListening(): Promise<boolean> {
  const socket = createConnection(Number(new URL(api.url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function readMetric(pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${internalUrl}/metrics`)).text();
  return Number(pattern.exec(text)?.[1] ?? Number.NaN);
}

const accepted = () => readMetric(/^uvp_samples_accepted_total\{type="counter"\} (\d+)$/m);
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

describe('two processes that share the ports', { timeout: 60_000 }, () => {
  it('count every batch once between them, and give the metrics of both', async () => {
    const { tenant, configId } = await startTenant();
    expect(workerPids()).toHaveLength(2);
    const ids = numbered('batch', 40);
    const answers = await push(tenant, [...ids, ...ids]);
    expect(answers.map(({ status }) => status)).toEqual(Array(80).fill(202));
    expect(answers.filter(({ body }) => body.duplicate)).toHaveLength(40);
    expect(await createTestClient(api.url).total(tenant, configId)).toBe(40);
    expect(await accepted()).toBe(40);
    expect(await readMetric(/^uvp_commit_group_requests_count (\d+)$/m)).toBeGreaterThan(1);
  });

  it('are two again after one was killed, and lose nothing', async () => {
    const { tenant, configId } = await startTenant();
    const [victim = 0] = workerPids();
    process.kill(victim, 'SIGKILL');
    const isDoubled = () => workerPids().length === 2 && !workerPids().includes(victim);
    await expect.poll(isDoubled, { timeout: 15_000 }).toBe(true);
    const sendUntilTaken = async (batchId: string) => {
      for (;;) {
        const [answer] = await push(tenant, [batchId]).catch(() => []);
        if (answer?.status === 202) return;
      }
    };
    await Promise.all(numbered('after', 20).map(sendUntilTaken));
    expect(await createTestClient(api.url).total(tenant, configId)).toBe(20);
  });

  it('stop together on SIGTERM with code 0, after answering what is under way', async () => {
    const { tenant } = await startTenant();
    await push(tenant, ['first']);
    const pids = workerPids();
    const held = await Promise.all(numbered('last', 6).map((batchId) => holdRequest(tenant, batchId)));
    api.process.kill('SIGTERM');
    await expect.poll(isListening, { timeout: 5_000 }).toBe(false);
    for (const finish of held) expect(await finish()).toContain('HTTP/1.1 202');
    expect(await api.exited).toBe('exit code 0');
    const { rows } = await database.pool.query<{ sum: number }>('select sum(value) from totals');
    expect(rows[0]?.sum).toBe(7);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('reset no request on a kept connection when they stop', async () => {
    const { tenant } = await startTenant();
    const load = startKeptLoad(tenant, 16, () => api.url);
    await expect.poll(() => load.sent.acknowledged, { interval: 20 }).toBeGreaterThan(200);
    api.process.kill('SIGTERM');
    expect(await api.exited).toBe('exit code 0');
    await load.stop();
    expect(load.sent.failedOnKept).toEqual([]);
    const { rows } = await database.pool.query<{ sum: number }>('select sum(value) from totals');
    expect(rows[0]?.sum).toBe(load.sent.acknowledged);
  });
});
