import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PushgatewayService, startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { databaseCheck } from '../api/health/databaseCheck.ts';
import { type PgBouncer, startPgBouncer } from '../testing/pgBouncer.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { startTestPlatform, type TestPlatform } from '../testing/testPlatform.ts';
import { connectDatabase, type Database } from './connect.ts';
import { detectPooler } from './detectPooler.ts';
import { migrateUp } from './migrate.ts';
import { migrations } from './migrations/index.ts';

const modes = ['session', 'transaction'] as const;
const secrets = {
  JWT_SECRET: 'a secret of these tests that both replicas have: 0123456789',
  BROWSER_TOKEN_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64url')}`,
};

for (const mode of modes) {
  describeWith(['pgbouncer', 'pushgateway'], `behind PgBouncer in ${mode} mode`, () => {
    let direct: TestDatabase;
    let bouncer: PgBouncer;
    let pooled: TestDatabase;
    let gateway: PushgatewayService;
    let replicas: TestPlatform[];

    /** A server that reaches Postgres through the pooler only, unless `env` says otherwise. */
    const startReplica = (env: Readonly<Record<string, string>> = {}) =>
      startTestPlatform({ env: { ...secrets, PUSHGATEWAY_URLS: gateway.url, ...env }, database: pooled });

    beforeAll(async () => {
      direct = await createTestDatabase();
      // In session mode each connection takes one of the pool's: two replicas of at most 21 each, and those of the tests.
      bouncer = await startPgBouncer(direct.url, mode, { default_pool_size: mode === 'session' ? 60 : 8 });
      pooled = { ...direct, url: bouncer.through(direct.url) };
      gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
      replicas = await Promise.all([startReplica(), startReplica()]);
    });
    afterAll(async () => {
      await Promise.all((replicas ?? []).map((replica) => replica.stop()));
      await gateway?.stop();
      await bouncer?.stop();
      await direct?.drop();
    });

    it('finds out the mode by asking', async () => {
      expect(await detectPooler(direct.url)).toBe('session');
      expect(await detectPooler(pooled.url)).toBe(mode);
      expect(replicas.map(({ platform }) => platform.database.pooling)).toEqual([mode, mode]);
    });

    it('takes the whole way of every kind of metric, from two replicas at once, and counts each batch once', async () => {
      const [first, second] = replicas as [TestPlatform, TestPlatform];
      const tenant = await first.signUp();
      const ids = {
        orders: await first.createMetric(tenant, { metricName: 'orders', metricType: 'counter', labels: { n: '' } }),
        depth: await second.createMetric(tenant, { metricName: 'depth', metricType: 'gauge' }),
        took: await first.createMetric(tenant, { metricName: 'took', metricType: 'histogram', buckets: [1, 2] }),
        size: await second.createMetric(tenant, { metricName: 'size', metricType: 'summary', quantiles: [0.5] }),
      };
      const batches = Array.from({ length: 60 }, (_, n) => n);
      const pushed = await Promise.all(
        batches.flatMap((n) => {
          const metrics = [
            { name: 'orders', labels: { n: String(n % 5) } },
            { name: 'depth', value: 7 },
            { name: 'took', value: 1.5 },
            { name: 'size', value: n + 1 },
          ];
          return [first, second].map((replica) => replica.push(tenant, metrics, { batchId: `batch-${n}` }));
        }),
      );
      expect(pushed.map(({ status }) => status)).toEqual(pushed.map(() => 202));
      expect(pushed.filter(({ body }) => body.duplicate)).toHaveLength(batches.length);
      expect(await second.total(tenant, ids.orders)).toBe(60);
      expect(await second.total(tenant, ids.took)).toBe(60);
      const groups = async () => (await fetch(`${gateway.url}/metrics`)).text();
      await expect.poll(groups).toMatch(new RegExp(`^depth\\{.*tenant="${tenant.id}"\\} 7$`, 'm'));
      await expect
        .poll(groups)
        .toMatch(new RegExp(`^size\\{.*quantile="0.5".*tenant="${tenant.id}"\\} (29|30|31)`, 'm'));
      for (const replica of replicas) {
        expect((await replica.call('GET', '/api/v1/health')).status).toBe(200);
        expect(replica.log.text()).not.toContain('"level":"error"');
      }
    });

    it('refuses a revoked key within two seconds', async () => {
      const [near, far] = replicas as [TestPlatform, TestPlatform];
      expect(await lastAccepted(near, far)).toBeLessThan(2_000);
    });

    it('hears changes over DATABASE_LISTEN_URL, whatever the pooler', async () => {
      const [near] = replicas as [TestPlatform];
      const far = await startReplica({ DATABASE_LISTEN_URL: direct.url });
      await expect.poll(() => isListening(direct)).toBe(true);
      // Much sooner than entries that are read again after two seconds.
      expect(await lastAccepted(near, far)).toBeLessThan(1_000);
      await far.stop();
    });

    it('migrates once, by two replicas at once', async () => {
      const empty = await createEmptyDatabase();
      const url = bouncer.through(empty.url);
      const applied = await Promise.all([migrateUp(url), migrateUp(url)]);
      expect(applied.flat().sort()).toEqual(migrations.map(({ name }) => name).sort());
      expect(await migrateUp(url)).toEqual([]);
      await empty.drop();
    });

    it('lets one replica at a time tidy up, and leaves no lock behind', async () => {
      const [first, second] = replicas as [TestPlatform, TestPlatform];
      for (const replica of [first, second, first]) expect(await replica.platform.housekeeper.tidy()).toBe(true);
      const { rows } = await direct.pool.query(
        "select 1 from pg_locks where locktype = 'advisory' and objid = 7262023119::bigint::bit(32)::bigint::oid",
      );
      expect(rows).toEqual([]);
    });

    it('has our settings in every statement and in every transaction, and undoes one that failed', async () => {
      const database = connectDatabase(pooled.url, { pooling: mode });
      const asked = "select current_setting('statement_timeout') as limit, current_setting('enable_hashjoin') as join";
      expect((await database.pool.query({ name: 'settings', text: asked })).rows).toEqual([
        { limit: '5s', join: 'off' },
      ]);
      await database.sequelize.transaction(async (transaction) => {
        const [rows] = await database.sequelize.query(asked, { transaction });
        expect(rows).toEqual([{ limit: '5s', join: 'on' }]);
      });
      await expect(
        database.sequelize.transaction(async (transaction) => {
          await database.sequelize.query('create table half_done (n integer)', { transaction });
          await database.sequelize.query('select 1 / 0', { transaction });
        }),
      ).rejects.toThrow(/division by zero/);
      await expect(database.pool.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
      await leavesNothingOpen(database);
      expect((await database.pool.query("select to_regclass('half_done') as made")).rows).toEqual([{ made: null }]);
      await database.close();
    });
  });
}

describeWith(['pgbouncer'], 'a pooler that changes to transaction mode under a running process', () => {
  it('makes statements fail, so the process is not ready and senders are told to repeat', async () => {
    const direct = await createTestDatabase();
    // Fewer sessions than connections: some share one.
    const bouncer = await startPgBouncer(direct.url, 'transaction', { default_pool_size: 4 });
    const database = connectDatabase(bouncer.through(direct.url), { pooling: 'session' });
    const check = databaseCheck(database.pool);
    const checks = Array.from({ length: 10 }, () => check(AbortSignal.timeout(1_000)));
    expect(await Promise.all(checks)).toContainEqual({
      status: 'down',
      detail: expect.stringMatching(/refuses statements \((26000|42P05)\)/),
    });
    await database.close();
    await bouncer.stop();
    await direct.drop();
  });
});

/** A value that cannot be sent fails before Postgres hears of it; what comes after on the same connection is committed all the same. */
async function leavesNothingOpen(database: Database): Promise<void> {
  const value = {
    toPostgres() {
      throw new Error('has no text');
    },
  };
  const client = await database.pool.connect();
  await expect(client.query('select $1::text', [value])).rejects.toThrow('has no text');
  await client.query('create table done (n integer)');
  client.release();
  expect((await database.sequelize.query("select to_regclass('done') as made"))[0]).toEqual([{ made: 'done' }]);
}

/** Milliseconds from the revocation of a key at one replica to the last request that another one accepted. */
async function lastAccepted(near: TestPlatform, far: TestPlatform): Promise<number> {
  const tenant = await near.signUp();
  await near.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
  const statusOf = async () => (await far.push(tenant, [{ name: 'orders' }])).status;
  expect(await statusOf()).toBe(202);
  const { body } = await near.call<{ apiKeys: { id: string }[] }>('GET', '/api/v1/apikeys', { token: tenant.token });
  await near.call('DELETE', `/api/v1/apikeys/${body.apiKeys[0]?.id}`, { token: tenant.token });
  const revokedAtMs = performance.now();
  let lastMs = 0;
  await expect
    .poll(
      async () => {
        const sentMs = performance.now() - revokedAtMs;
        const status = await statusOf();
        if (status === 202) lastMs = sentMs;
        return status;
      },
      { interval: 20, timeout: 5_000 },
    )
    .toBe(401);
  return lastMs;
}

async function isListening(database: TestDatabase): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    "select 1 from pg_stat_activity where application_name = 'uvp-listen' and datname = current_database() and query like '%pg_notify%'",
  );
  return rowCount !== 0;
}
