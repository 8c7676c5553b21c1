import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connectDatabase, type Database } from '../database/connect.ts';
import { migrateUp } from '../database/migrate.ts';

const templateName = 'uvp_template';

/** A database of the test's own on the shared server, with the current schema; `drop()` closes and removes it. */
export interface TestDatabase extends Database {
  drop(): Promise<void>;
}

export async function createTestDatabase(options: { maxConnections?: number } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withAdmin(server, async (admin) => {
    await ensureTemplate(admin, server);
    await admin.query(`create database ${name} template ${templateName}`);
  });
  const database = connectDatabase(withDatabase(server, name), options);
  return {
    ...database,
    async drop() {
      await database.close();
      await withAdmin(server, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** An empty database without the schema; for tests of the migrations. */
export async function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `empty_${randomBytes(8).toString('hex')}`;
  await withAdmin(server, (admin) => admin.query(`create database ${name}`));
  return {
    url: withDatabase(server, name),
    drop: async () => {
      await withAdmin(server, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Test files run side by side: one makes the template, the others wait for it. */
async function ensureTemplate(admin: pg.Client, server: string): Promise<void> {
  await admin.query('select pg_advisory_lock(4711)');
  try {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1 and datistemplate', [
      templateName,
    ]);
    if (rowCount) return;
    await admin.query(`drop database if exists ${templateName} with (force)`);
    await admin.query(`create database ${templateName}`);
    await migrateUp(withDatabase(server, templateName));
    await admin.query(`alter database ${templateName} is_template true`);
  } finally {
    await admin.query('select pg_advisory_unlock(4711)');
  }
}

async function withAdmin<T>(server: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
