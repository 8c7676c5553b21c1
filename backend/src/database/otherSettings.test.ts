import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { type PgBouncer, startPgBouncer } from '../testing/pgBouncer.ts';
import { createEmptyDatabase } from '../testing/testDatabase.ts';
import { startTestPlatform, type TestPlatform } from '../testing/testPlatform.ts';
import { connectDatabase, type Database } from './connect.ts';
import { migrateUp } from './migrate.ts';

/** What an administrator may have set, each of which changes what SQL means or how its results read. */
const settings = {
  DateStyle: "'German, DMY'",
  TimeZone: "'Asia/Kathmandu'",
  IntervalStyle: "'sql_standard'",
  bytea_output: "'escape'",
  extra_float_digits: '-15',
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  default_transaction_isolation: "'serializable'",
  statement_timeout: "'1s'",
  lock_timeout: "'1s'",
  transaction_timeout: "'1s'",
  idle_in_transaction_session_timeout: "'1s'",
  client_encoding: "'LATIN1'",
  plan_cache_mode: "'force_generic_plan'",
  search_path: 'numbers, public',
};

interface OneKey {
  readonly apiKey: { readonly expiresAt: string; readonly keyName: string; readonly previousSecretExpiresAt: string };
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** An empty database with these settings, and `more` of them. */
async function createOddDatabase(
  more: Readonly<Record<string, string>> = {},
): Promise<{ url: string; drop(): Promise<void> }> {
  const empty = await createEmptyDatabase();
  const name = new URL(empty.url).pathname.slice(1);
  const changes = Object.entries({ ...settings, ...more }).map(
    ([key, value]) => `alter database ${name} set ${key} = ${value}`,
  );
  await run(empty.url, ['create schema numbers', ...changes]);
  return empty;
}

async function startOn(url: string): Promise<TestPlatform> {
  const database = connectDatabase(url);
  return startTestPlatform({
    env: { JWT_SECRET: 'a secret that every server here has in common' },
    database: { ...database, drop: () => database.close() },
  });
}

async function takesTheWholeWay(server: TestPlatform): Promise<void> {
  const { call } = server;
  const tenant = await server.signUp();
  const again = await call<{ code: string }>('POST', '/api/v1/auth/signup', {
    body: { email: tenant.email, password: tenant.password, firstName: 'Ada', lastName: 'Lovelace' },
  });
  expect([again.status, again.body.code]).toEqual([409, 'email_taken']);
  expect((await call('POST', '/api/v1/auth/signin', { body: tenant })).status).toBe(400);
  const { email, password } = tenant;
  const signedIn = await call<{ user: { lastLoginAt: string } }>('POST', '/api/v1/auth/signin', {
    body: { email, password },
  });
  expect(Math.abs(Date.parse(signedIn.body.user.lastLoginAt) - Date.now())).toBeLessThan(60_000);

  const expiresAt = '2099-02-01T03:04:05.678Z';
  const keyName = "back\\slash 'quoted' Zoë";
  const { token } = tenant;
  const made = await call<OneKey>('POST', '/api/v1/apikeys', { token, body: { keyName, expiresAt } });
  expect(made.body.apiKey).toMatchObject({ expiresAt, keyName });

  const gauge = await server.createMetric(tenant, { metricName: 'depth', metricType: 'gauge', labels: { n: '' } });
  const counter = await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
  const precise = 123_456.789_012_345;
  const pushed = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      server.push(
        tenant,
        [
          { name: 'depth', value: precise, labels: { n: `\\${n % 3}` } },
          { name: 'depth', value: precise, labels: { n: 'dated' }, timestamp: Date.now() - 1_000 },
          { name: 'orders' },
          { name: 'orders', value: -1 },
        ],
        { batchId: randomUUID() },
      ),
    ),
  );
  expect(new Set(pushed.map(({ status, body }) => `${status} ${body.accepted}`))).toEqual(new Set(['202 3']));
  expect(await server.total(tenant, counter)).toBe(30);
  const { body } = await call<{ series: { labels: object; value: number }[]; lastSampleAt: string }>(
    'GET',
    `/api/v1/metric-configs/${gauge}/stats`,
    { token },
  );
  expect(Math.abs(Date.parse(body.lastSampleAt) - Date.now())).toBeLessThan(60_000);
  const { rows } = await server.platform.database.pool.query<{ value: number }>(
    'select distinct value from totals where value > 1000',
  );
  expect(rows).toEqual([{ value: precise }]);
  await hasOurLimits(server.platform.database);
  expect(server.log.text()).not.toContain('"level":"error"');
}

async function hasOurLimits({ pool, commitPool, sequelize }: Database): Promise<void> {
  const limits = ['statement', 'lock', 'transaction', 'idle_in_transaction_session'];
  const asked = `select ${limits.map((name) => `current_setting('${name}_timeout') as ${name}`).join(', ')}, current_setting('jit') as jit`;
  const expected = [{ statement: '5s', lock: '0', transaction: '0', idle_in_transaction_session: '5s', jit: 'off' }];
  for (const one of [pool, commitPool]) expect((await one.query(asked)).rows).toEqual(expected);
  expect((await sequelize.query(asked))[0]).toEqual(expected);
}

describe('a database with settings of its own', () => {
  let url: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    // A pooler's own connections rest, too: behind one this limit is the pooler's affair.
    ({ url, drop } = await createOddDatabase({ idle_session_timeout: "'1s'" }));
    await migrateUp(url);
  });
  afterAll(() => drop?.());

  it('keeps its search path, and changes nothing else of what we do', async () => {
    const server = await startOn(url);
    await takesTheWholeWay(server);
    const { rows } = await server.platform.database.pool.query(
      "select to_regclass('numbers.users')::text as users, current_setting('idle_session_timeout') as limit",
    );
    expect(rows).toEqual([{ users: 'users', limit: '0' }]);
    await server.stop();
    await server.database.close();
  });

  it('shows what is there, refuses the rest with 503, and says that it is not ready while it takes no writes', async () => {
    const name = new URL(url).pathname.slice(1);
    const before = await startOn(url);
    const tenant = await before.signUp();
    await before.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    await before.stop();
    await before.database.close();
    await run(url, [
      "update sessions set last_seen_at = last_seen_at - interval '1 hour'",
      `alter database ${name} set default_transaction_read_only = on`,
    ]);
    const server = await startOn(url);
    const { token } = tenant;
    expect((await server.call('GET', '/api/v1/metric-configs', { token })).status).toBe(200);
    const { status, body } = await server.push(tenant, [{ name: 'orders' }]);
    expect([status, body.code]).toEqual([503, 'database_unavailable']);
    expect((await server.call('GET', '/api/v1/health/ready')).status).toBe(503);
    const signUp = { email: 'late@example.test', password: tenant.password, firstName: 'Ada', lastName: 'Lovelace' };
    expect((await server.call('POST', '/api/v1/auth/signup', { body: signUp })).status).toBe(503);
    await server.stop();
    await server.database.close();
  });
});

describeWith(['pgbouncer'], 'the same behind PgBouncer in transaction mode', () => {
  let database: { url: string; drop(): Promise<void> };
  let bouncer: PgBouncer;
  beforeAll(async () => {
    database = await createOddDatabase();
    bouncer = await startPgBouncer(database.url, 'transaction', { default_pool_size: 8 });
  });
  afterAll(async () => {
    await bouncer?.stop();
    await database?.drop();
  });

  it('migrates, and takes the whole way', async () => {
    const url = bouncer.through(database.url);
    await migrateUp(url);
    const server = await startOn(url);
    await takesTheWholeWay(server);
    await server.stop();
    await server.database.close();
  });
});
