import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PostgresService, startPostgres } from '../../../scripts/stack/postgres.ts';
import { connectDatabase } from '../database/connect.ts';
import { migrateUp } from '../database/migrate.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../testing/testPlatform.ts';

const password = 'for-this-test-only';
/** The replicas' own: a token of one is good at the other. */
const env = { JWT_SECRET: randomBytes(48).toString('base64') };
let directory: string;
let postgres: PostgresService;
let server: TestPlatform;
let tenant: TestTenant;
let metricId: string;

function start(port?: number): Promise<PostgresService> {
  const dataDir = join(directory, 'postgres');
  return startPostgres({
    binaries: inject('postgresBinaries'),
    dataDir,
    password,
    durable: false,
    ...(port && { port }),
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-outage-'));
  postgres = await start();
  await migrateUp(postgres.url);
  const database = connectDatabase(postgres.url);
  server = await startTestPlatform({ env, database: { ...database, drop: () => database.close() } });
  tenant = await server.signUp();
  metricId = await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter', labels: { n: '' } });
});
afterAll(async () => {
  await server?.stop();
  await server?.database.close();
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('when Postgres stops and starts again', () => {
  it('refuses with 503 meanwhile, goes on by itself, and has lost nothing that it acknowledged', async () => {
    let isStopping = false;
    const statuses: number[] = [];
    let slowestMs = 0;
    const send = async (n: number) => {
      for (const batchId = randomUUID(); ; ) {
        const startedAt = performance.now();
        const { status, headers } = await server.push(tenant, [{ name: 'orders', labels: { n: String(n % 3) } }], {
          batchId,
        });
        slowestMs = Math.max(slowestMs, performance.now() - startedAt);
        statuses.push(status);
        if (status === 202) return;
        expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
      }
    };
    let acknowledged = 0;
    const sender = async (n: number) => {
      while (!isStopping) {
        await send(n);
        acknowledged += 1;
      }
    };
    const senders = [0, 1, 2].map(sender);
    await expect.poll(() => acknowledged).toBeGreaterThan(20);

    await postgres.stop();
    await expect.poll(() => statuses.at(-1), { timeout: 8_000 }).toBe(503);
    expect((await server.call('GET', '/api/v1/health/live')).status).toBe(200);
    // A key that is not in any cache: there is nobody to ask.
    const stranger = { ...tenant, apiKey: 'mk_01234567890123456789' };
    const { status, body } = await server.push(stranger, [{ name: 'orders' }]);
    expect([status, body.code]).toEqual([503, 'database_unavailable']);

    postgres = await start(postgres.port);
    await expect.poll(() => statuses.at(-1), { timeout: 8_000 }).toBe(202);
    isStopping = true;
    await Promise.all(senders);

    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    expect(await server.total(tenant, metricId)).toBe(acknowledged);
    expect(slowestMs).toBeLessThan(8_000);
    expect(server.log.text()).not.toContain(tenant.apiSecret);
  });

  it('hears changes again', async () => {
    const replica = await startTestPlatform({ env, database: server.database });
    expect((await server.push(tenant, [{ name: 'orders' }])).status).toBe(202);
    const { body } = await replica.call<{ apiKeys: { id: string }[] }>('GET', '/api/v1/apikeys', {
      token: tenant.token,
    });
    await replica.call('DELETE', `/api/v1/apikeys/${body.apiKeys[0]?.id}`, { token: tenant.token });
    const refused = async () => (await server.push(tenant, [{ name: 'orders' }])).status;
    await expect.poll(refused, { timeout: 2_000 }).toBe(401);
    await replica.stop();
  });
});
