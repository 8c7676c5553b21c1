import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PostgresService, startPostgres } from '../../../scripts/stack/postgres.ts';
import { connectDatabase, type Database } from '../database/connect.ts';
import { migrateUp } from '../database/migrate.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../testing/testPlatform.ts';

let directory: string;
let postgres: PostgresService;
let database: Database;
let server: TestPlatform;
let tenant: TestTenant;
let configId: string;
/** Stopped processes, which have to go on before they can end. */
let frozen: number[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-frozen-'));
  postgres = await startPostgres({
    binaries: inject('postgresBinaries'),
    dataDir: join(directory, 'postgres'),
    durable: false,
  });
  await migrateUp(postgres.url);
  database = connectDatabase(postgres.url);
  server = await startTestPlatform({ database: { ...database, drop: () => database.close() } });
  tenant = await server.signUp();
  configId = await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter', labels: { n: '' } });
});
afterAll(async () => {
  thaw();
  await server?.stop();
  await database?.close();
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Stops the server and all of its processes, as a machine without memory or a hung disk does: connections stay, and nothing answers. */
async function freeze(): Promise<void> {
  const postmaster = Number(readFileSync(join(postgres.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const { rows } = await database.pool.query<{ pid: number }>('select pid from pg_stat_activity');
  frozen = [postmaster, ...rows.map(({ pid }) => pid)];
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
}

function thaw(): void {
  for (const pid of frozen) process.kill(pid, 'SIGCONT');
  frozen = [];
}

interface Timed {
  readonly status: number;
  readonly retryAfter: number;
  readonly seconds: number;
}

async function timed(answer: Promise<{ readonly status: number; readonly headers: Headers }>): Promise<Timed> {
  const startedAtMs = performance.now();
  const { status, headers } = await answer;
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { status, retryAfter: Number(headers.get('Retry-After')), seconds };
}

describe('when Postgres is frozen', { timeout: 60_000 }, () => {
  it('every sender has a 503 within 8 s, whatever it waits for, and no batch counts twice', async () => {
    const refused: Timed[] = [];
    const send = async (n: string, batchId: string): Promise<number> => {
      const answer = await timed(server.push(tenant, [{ name: 'orders', labels: { n } }], { batchId }));
      if (answer.status !== 202) refused.push(answer);
      return answer.status;
    };
    const unanswered: { readonly n: string; readonly batchId: string }[] = [];
    let batches = 0;
    /** Sends until it is refused. One in two batches has series that have to be created first. */
    const sender = async (name: number) => {
      for (let count = 0; ; count += 1) {
        const batch = { n: name % 2 === 0 ? '0' : `${name} ${count}`, batchId: randomUUID() };
        batches += 1;
        if ((await send(batch.n, batch.batchId)) === 202) continue;
        unanswered.push(batch);
        return;
      }
    };
    const senders = Array.from({ length: 16 }, (_, name) => sender(name));
    await expect.poll(() => batches).toBeGreaterThan(200);
    await freeze();

    const others: Promise<Timed>[] = [];
    // Those that come while others wait, the second one with the batch of the first.
    const later = { n: '0', batchId: randomUUID() };
    batches += 1;
    unanswered.push(later);
    for (const pauseMs of [1_000, 2_000])
      senders.push(sleep(pauseMs).then(async () => void (await send('0', later.batchId))));
    // Of a key that has to be looked up first.
    const stranger = { ...tenant, apiKey: 'mk_01234567890123456789' };
    others.push(timed(server.push(stranger, [{ name: 'orders' }])));
    others.push(timed(server.call('GET', '/api/v1/apikeys', { token: tenant.token })));
    await Promise.all(senders);
    for (const { status, retryAfter, seconds } of [...refused, ...(await Promise.all(others))]) {
      expect(status).toBe(503);
      expect(retryAfter).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(8.5);
    }

    thaw();
    for (const { n, batchId } of unanswered) await expect.poll(() => send(n, batchId)).toBe(202);
    expect(await server.total(tenant, configId)).toBe(batches);
  });
});
