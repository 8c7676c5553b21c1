import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, localDatabaseUrl, withCommandDatabase } from './commandDatabase.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const command = { npm: 'npm run count', container: 'count.js' };

function runOn(
  databaseUrl: string | undefined,
  work: (client: pg.Client) => Promise<unknown>,
  queryTimeoutMs = 5_000,
): Promise<CommandResult> {
  return withCommandDatabase({ databaseUrl, command, queryTimeoutMs }, async (client) => {
    await work(client);
    return { exitCode: 0, text: 'done' };
  });
}

const query = (text: string) => (client: pg.Client) => client.query(text);

describe('withCommandDatabase', () => {
  it('says how to name the database when it is not known', async () => {
    const { exitCode, text } = await runOn(undefined, query('select 1'));
    expect(exitCode).toBe(1);
    expect(text).toMatch(/DATABASE_URL=\S+ npm run count, or/);
    expect(text).toMatch(/exec backend node backend\/dist\/count\.js$/);
  });

  it.each(['127.0.0.1', 'localhost'])(
    'says that no database answers at a port of %s, and no password',
    async (host) => {
      const { exitCode, text } = await runOn(`postgres://uvp:secret@${host}:9/uvp`, query('select 1'));
      expect([exitCode, text]).toEqual([1, expect.stringMatching(/^The database does not answer: .*ECONNREFUSED/)]);
      expect(text).not.toContain('secret');
    },
  );

  it.each([
    ['the connection breaks off', 'select pg_terminate_backend(pg_backend_pid()), pg_sleep(5)', 5_000],
    ['the answer takes too long', 'select pg_sleep(5)', 100],
  ])('says so, too, when %s', async (_what, text, timeoutMs) => {
    const result = await runOn(database.url, query(text), timeoutMs);
    expect(result).toMatchObject({
      exitCode: 1,
      text: expect.stringMatching(/^The database does not answer: /),
    });
  });

  it('does not say that a database does not answer that has refused', async () => {
    const table = await runOn(database.url, query('select 1 from no_such_table'));
    expect(table).toEqual({ exitCode: 1, text: expect.stringMatching(/no such table .*no_such_table/) });
    // Roles belong to the whole server, which other test files use at the same time.
    const role = `reader_${randomBytes(8).toString('hex')}`;
    await database.pool.query(`create role ${role}`);
    const right = await runOn(database.url, async (client) => {
      await client.query(`set role ${role}`);
      await client.query('select 1 from push_state');
    });
    await database.pool.query(`drop role ${role}`);
    expect(right.text).toBe('The database refuses: permission denied for table push_state');
    const missing = new URL(database.url);
    missing.pathname = '/no_such_database';
    expect((await runOn(missing.href, query('select 1'))).text).toMatch(/^The database refuses: .*does not exist/);
  });

  it('throws what is no fault of the database', async () => {
    await expect(runOn(database.url, () => Promise.reject(new TypeError('a fault of ours')))).rejects.toThrow(
      'of ours',
    );
  });
});

describe('localDatabaseUrl', () => {
  it("finds the running stack's database", () => {
    const localDir = mkdtempSync(join(tmpdir(), 'uvp-command-'));
    expect(localDatabaseUrl(localDir)).toBeUndefined();
    mkdirSync(join(localDir, 'postgres'));
    writeFileSync(join(localDir, 'postgres/postmaster.pid'), '123\n/data\n1700000000\n54321\n\n127.0.0.1\n');
    expect(localDatabaseUrl(localDir)).toBeUndefined();
    writeFileSync(join(localDir, 'secrets.json'), '{"postgresPassword":"p/w"}');
    expect(localDatabaseUrl(localDir)).toBe('postgres://uvp:p%2Fw@127.0.0.1:54321/uvp');
    rmSync(localDir, { recursive: true });
  });
});
