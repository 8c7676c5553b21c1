import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PostgresService, startPostgres } from '../../../../scripts/stack/postgres.ts';
import { connectDatabase } from '../../database/connect.ts';
import { migrateUp } from '../../database/migrate.ts';
import { unique } from '../../testing/builders.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';

const lines: string[] = [];
let directory: string;
let postgres: PostgresService;
let server: TestPlatform;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-postgres-log-'));
  postgres = await startPostgres(
    { binaries: inject('postgresBinaries'), dataDir: join(directory, 'postgres'), durable: false },
    { onLine: (_name, line) => lines.push(line) },
  );
  await migrateUp(postgres.url);
  const database = connectDatabase(postgres.url);
  server = await startTestPlatform({ database: { ...database, drop: () => database.close() } });
});
afterAll(async () => {
  await server?.stop();
  await server?.database.close();
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
});

const password = 'seven-quiet-lanterns';
const newAddress = () => `${unique('ada')}@personal.test`;
const signUp = (email: string) =>
  server.call<{ code?: string }>('POST', '/api/v1/auth/signup', {
    body: { email, password, firstName: 'Ada', lastName: 'Lovelace' },
  });

/** What Postgres has logged, up to an error that is raised now. */
async function logNow(): Promise<string> {
  const mark = unique('mark');
  await server.database.pool.query(`do $$ begin raise exception '${mark}'; end $$`).catch(() => {});
  await expect.poll(() => lines.join('\n')).toContain(`ERROR:  ${mark}`);
  return lines.join('\n');
}

describe("Postgres's log", () => {
  it('holds no address that is taken, even when several take it at once', async () => {
    const email = newAddress();
    const answers = await Promise.all(Array.from({ length: 6 }, () => signUp(email)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    const again = await signUp(email);
    expect([again.status, again.body.code]).toEqual([409, 'email_taken']);
    expect(await logNow()).not.toContain(email);
  });

  it('holds no address of a sign-in whose query was cancelled', async () => {
    const email = newAddress();
    expect((await signUp(email)).status).toBe(201);
    const { pool } = server.database;
    const lock = await pool.connect();
    await lock.query('begin; lock table users in access exclusive mode');
    const signIn = server.call('POST', '/api/v1/auth/signin', { body: { email, password } });
    const waiting = `select pg_cancel_backend(pid) from pg_stat_activity
      where wait_event_type = 'Lock' and query like '%users%' and pid <> pg_backend_pid()`;
    await expect.poll(async () => (await pool.query(waiting)).rowCount).toBeGreaterThan(0);
    await lock.query('rollback');
    lock.release();
    expect((await signIn).status).toBeGreaterThanOrEqual(500);
    const log = await logNow();
    expect(log).toContain('canceling statement due to user request');
    expect(log).not.toContain(email);
  });
});
