import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Umzug, type UmzugStorage } from 'umzug';
import type { RunSql } from './migration.ts';
import { migrations } from './migrations/index.ts';
import { transactionSettings } from './sessionSettings.ts';

/** Any number that no other program on this database takes as its advisory lock. */
const advisoryLockKey = 7_262_023_118;
const lockAttempts = 60;
const tableAttempts = 10;
/** An index over large tables takes long; a process that waits for our locks must not. */
const limits = "set local statement_timeout = 0; set local lock_timeout = '2s'";

/**
 * Brings the schema up to date and says which migrations were applied. Replicas that start together take turns under an advisory
 * lock; a migration that cannot get a table lock within 2 s is tried again, so that the previous release may go on working.
 */
export async function migrateUp(url: string): Promise<string[]> {
  return withMigrator(url, async (umzug, done) => {
    await umzug.up();
    return done;
  });
}

/** Undoes every migration. For tests of `down`, and for nothing else. */
export async function migrateDown(url: string): Promise<string[]> {
  return withMigrator(url, async (umzug, done) => {
    await umzug.down({ to: 0 });
    return done;
  });
}

/** @param work gets the names of the migrations that have been run, as they are run */
async function withMigrator<T>(url: string, work: (umzug: Umzug<pg.Client>, done: string[]) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'uvp-migrate',
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    await inTurn(client, async () => {
      await client.query(
        'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
      );
    });
    const done: string[] = [];
    return await work(createUmzug(client, done), done);
  } finally {
    await client.end();
  }
}

function createUmzug(client: pg.Client, done: string[]): Umzug<pg.Client> {
  const executed = async () => {
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by name');
    return rows.map((row) => row.name);
  };
  // What has been run is written down in its own transaction below, so that neither is there without the other.
  const storage: UmzugStorage<pg.Client> = { executed, logMigration: async () => {}, unlogMigration: async () => {} };
  const run: RunSql = async (sql) => void (await client.query(sql));
  return new Umzug({
    context: client,
    storage,
    logger: undefined,
    migrations: migrations.map(({ name, up, down }) => ({
      name,
      up: () =>
        inTurn(client, async () => {
          // Another replica may have run it since the list was made.
          if ((await executed()).includes(name)) return;
          await up(run);
          await client.query('insert into schema_migrations (name) values ($1)', [name]);
          done.push(name);
        }),
      down: () =>
        inTurn(client, async () => {
          await down(run);
          await client.query('delete from schema_migrations where name = $1', [name]);
          done.push(name);
        }),
    })),
  });
}

/** Runs `step` under the advisory lock; again when it cannot get a table lock, each time a little later. */
async function inTurn(client: pg.Client, step: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await underLock(client, step);
      return;
    } catch (error) {
      const isTableLocked = error instanceof pg.DatabaseError && error.code === '55P03';
      if (!isTableLocked || attempt >= tableAttempts) throw error;
      await sleep(500 * attempt);
    }
  }
}

/**
 * Runs `step` in a transaction of its own that holds the advisory lock. The lock belongs to the transaction and not to the session:
 * behind a pooler a session lives on, and its locks with it.
 */
async function underLock(client: pg.Client, step: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt <= lockAttempts; attempt += 1) {
    await client.query(`begin; ${transactionSettings('api')}`);
    try {
      await client.query(limits);
      const isTaken = await takeLock(client);
      if (isTaken) await step();
      await client.query('commit');
      if (isTaken) return;
    } catch (error) {
      // A connection that broke has rolled back already.
      await client.query('rollback').catch(() => {});
      throw error;
    }
    await sleep(1_000);
  }
  throw new Error('another process has been migrating the database for a minute; giving up');
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    advisoryLockKey,
  ]);
  return rows[0]?.taken === true;
}
