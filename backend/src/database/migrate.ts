import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Umzug, type UmzugStorage } from 'umzug';
import type { RunSql } from './migration.ts';
import { migrations } from './migrations/index.ts';

/** Any number that no other program on this database takes as its advisory lock. */
const advisoryLockKey = 7_262_023_118;
const lockAttempts = 60;

/**
 * Brings the schema up to date and says which migrations were applied. Replicas that start together take turns under an advisory
 * lock; a migration that cannot get a table lock within 2 s is tried again, so that the previous release may go on working.
 */
export async function migrateUp(url: string): Promise<string[]> {
  return withMigrator(url, async (umzug) => (await umzug.up()).map((applied) => applied.name));
}

/** Undoes every migration. For tests of `down`, and for nothing else. */
export async function migrateDown(url: string): Promise<string[]> {
  return withMigrator(url, async (umzug) => (await umzug.down({ to: 0 })).map((undone) => undone.name));
}

async function withMigrator<T>(url: string, work: (umzug: Umzug<pg.Client>) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'uvp-migrate',
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    await takeAdvisoryLock(client);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    return await work(createUmzug(client));
  } finally {
    await client.end();
  }
}

/** A session lock: it is gone when the connection is, whatever happens to this process. */
async function takeAdvisoryLock(client: pg.Client): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      advisoryLockKey,
    ]);
    if (rows[0]?.taken) return;
    if (attempt >= lockAttempts)
      throw new Error('another process has been migrating the database for a minute; giving up');
    await sleep(1_000);
  }
}

function createUmzug(client: pg.Client): Umzug<pg.Client> {
  const storage: UmzugStorage<pg.Client> = {
    logMigration: async ({ name }) =>
      void (await client.query('insert into schema_migrations (name) values ($1)', [name])),
    unlogMigration: async ({ name }) =>
      void (await client.query('delete from schema_migrations where name = $1', [name])),
    executed: async () =>
      (await client.query<{ name: string }>('select name from schema_migrations order by name')).rows.map(
        (r) => r.name,
      ),
  };
  return new Umzug({
    context: client,
    storage,
    logger: undefined,
    migrations: migrations.map((migration) => ({
      name: migration.name,
      up: () => inTransaction(client, migration.up),
      down: () => inTransaction(client, migration.down),
    })),
  });
}

async function inTransaction(client: pg.Client, step: (run: RunSql) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query('begin');
      await client.query("set local lock_timeout = '2s'");
      await step(async (sql) => void (await client.query(sql)));
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback');
      const lockNotAvailable = error instanceof pg.DatabaseError && error.code === '55P03';
      if (!lockNotAvailable || attempt >= 10) throw error;
      await sleep(500 * attempt);
    }
  }
}
