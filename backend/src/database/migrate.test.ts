import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase } from '../testing/testDatabase.ts';
import { migrateDown, migrateUp } from './migrate.ts';
import { metricNames } from './migrations/0010-metric-names.ts';
import { inPages } from './migrations/0016-in-pages.ts';
import { migrations } from './migrations/index.ts';

const open: { drop(): Promise<void> }[] = [];
async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  open.push(database);
  return database.url;
}
afterEach(async () => {
  for (const database of open.splice(0)) await database.drop();
});

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const names = migrations.map(({ name }) => name);

/** Everything that makes the schema: columns, constraints, indexes, functions, types. */
const schemaOf = (url: string) =>
  query(
    url,
    `select 'column' as kind, format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) as text
       from information_schema.columns where table_schema = 'public'
     union all
     select 'constraint', format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace
     union all
     select 'index', indexdef from pg_indexes where schemaname = 'public'
     union all
     select 'function', proname from pg_proc where pronamespace = 'public'::regnamespace
     union all
     select 'type', typname from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e'
     order by 1, 2`,
  );

describe('migrateUp', () => {
  it('applies every migration once, in order', async () => {
    const url = await emptyDatabase();
    expect(await migrateUp(url)).toEqual(names);
    expect(await migrateUp(url)).toEqual([]);
    const applied = await query<{ name: string }>(url, 'select name from schema_migrations order by name');
    expect(applied.map(({ name }) => name)).toEqual([...names].sort());
  });

  it('lets replicas that start together take turns', async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all([migrateUp(url), migrateUp(url), migrateUp(url)]);
    expect(applied.flat().sort()).toEqual([...names].sort());
    expect(applied.map((list) => list.length).sort()).toEqual([0, 0, names.length]);
  });

  it('leaves nothing of a migration that fails, and can be run again', async () => {
    const url = await emptyDatabase();
    await query(url, 'create table metric_configs (in_the_way integer)');
    await expect(migrateUp(url)).rejects.toThrow(/metric_configs/);
    expect(await query(url, "select 1 from information_schema.tables where table_name = 'users'")).toEqual([]);
    expect(await query(url, 'select name from schema_migrations')).toEqual([]);
    await query(url, 'drop table metric_configs');
    expect(await migrateUp(url)).toEqual(names);
  });

  it('waits for the one that holds the lock, and goes on when it has died', async () => {
    const url = await emptyDatabase();
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    holder.on('error', () => {});
    await holder.query('select pg_advisory_lock(7262023118)');
    let finished = false;
    const waiting = migrateUp(url).finally(() => {
      finished = true;
    });
    await query(url, 'select pg_sleep(0.3)');
    expect(finished).toBe(false);
    await holder.end();
    expect(await waiting).toEqual(names);
  });
});

describe('migrateDown', () => {
  it('undoes everything, and up again gives the same schema', async () => {
    const url = await emptyDatabase();
    await migrateUp(url);
    const before = await schemaOf(url);
    expect(before.length).toBeGreaterThan(80);
    expect(await migrateDown(url)).toEqual([...names].reverse());
    const left = (await schemaOf(url)).filter(({ text }) => !String(text).includes('schema_migrations'));
    expect(left).toEqual([]);
    expect(await migrateUp(url)).toEqual(names);
    expect(await schemaOf(url)).toEqual(before);
  });
});

describe('0010-metric-names', () => {
  it('lets keys that exist go on creating metrics, and new ones not', async () => {
    const url = await emptyDatabase();
    await migrateUp(url);
    const run = async (sql: string) => {
      await query(url, sql);
    };
    await metricNames.down(run);
    const addKey = (name: string) =>
      run(`insert into api_keys (user_id, key_name, api_key, api_secret, secret_last4)
           select id, '${name}', '${name}', repeat('0', 64), '0000' from users`);
    await run("insert into users (email, password, first_name, last_name) values ('a@example.test', '!', 'A', 'B')");
    await addKey('old');
    await metricNames.up(run);
    await addKey('new');
    const keys = await query<{ name: string; creates: boolean }>(
      url,
      'select key_name as name, creates_metrics as creates from api_keys order by 1',
    );
    expect(keys).toEqual([
      { name: 'new', creates: false },
      { name: 'old', creates: true },
    ]);
  });
});

describe('0016-in-pages', () => {
  it('lets pages add to those metrics that a script counts already', async () => {
    const url = await emptyDatabase();
    await migrateUp(url);
    const run = async (sql: string) => {
      await query(url, sql);
    };
    await inPages.down(run);
    await run("insert into users (email, password, first_name, last_name) values ('a@example.test', '!', 'A', 'B')");
    for (const [name, autoTrack, events] of [
      ['jobs', false, '{}'],
      ['views', true, '{}'],
      ['sales', false, '{purchase}'],
    ]) {
      await run(`insert into metric_configs (user_id, name, metric_name, exported_name, metric_type, auto_track, tracking_events)
                 select id, '${name}', '${name}', '${name}', 'counter', ${autoTrack}, '${events}' from users`);
    }
    await inPages.up(run);
    const metrics = await query(
      url,
      'select metric_name as name, in_pages as "inPages" from metric_configs order by 1',
    );
    expect(metrics).toEqual([
      { name: 'jobs', inPages: false },
      { name: 'sales', inPages: true },
      { name: 'views', inPages: true },
    ]);
  });
});

describe('the tables', () => {
  /** As the specification names them; there may be more. */
  const specified = {
    users: {
      id: 'uuid',
      email: 'varchar',
      password: 'varchar',
      first_name: 'varchar',
      last_name: 'varchar',
      is_active: 'bool',
      last_login_at: 'timestamptz',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
    api_keys: {
      id: 'uuid',
      user_id: 'uuid',
      key_name: 'varchar',
      api_key: 'varchar',
      api_secret: 'bpchar',
      is_active: 'bool',
      last_used_at: 'timestamptz',
      expires_at: 'timestamptz',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
    metric_configs: {
      id: 'uuid',
      user_id: 'uuid',
      name: 'varchar',
      description: 'text',
      metric_name: 'varchar',
      metric_type: 'metric_type',
      labels: 'jsonb',
      auto_track: 'bool',
      tracking_events: '_text',
      is_active: 'bool',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
  };

  it('have the columns, keys and the enum of the specification', async () => {
    const url = await emptyDatabase();
    await migrateUp(url);
    const columns = await query<{ table_name: string; column_name: string; udt_name: string; is_nullable: string }>(
      url,
      "select table_name, column_name, udt_name, is_nullable from information_schema.columns where table_schema = 'public'",
    );
    for (const [table, expected] of Object.entries(specified)) {
      const found = Object.fromEntries(
        columns
          .filter(({ table_name }) => table_name === table)
          .map(({ column_name, udt_name }) => [column_name, udt_name]),
      );
      expect(found, table).toMatchObject(expected);
    }
    const nullable = columns
      .filter((column) => column.is_nullable === 'YES')
      .map((c) => `${c.table_name}.${c.column_name}`);
    expect(nullable).toEqual(expect.arrayContaining(['api_keys.expires_at', 'metric_configs.description']));
    const keys = await query<{ def: string }>(
      url,
      "select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) as def from pg_constraint where contype in ('p', 'u', 'f')",
    );
    const definitions = keys.map(({ def }) => def);
    for (const table of Object.keys(specified)) expect(definitions).toContain(`${table} PRIMARY KEY (id)`);
    expect(definitions).toContain('users UNIQUE (email)');
    expect(definitions).toContain('api_keys UNIQUE (api_key)');
    expect(definitions).toContain('api_keys FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE');
    expect(definitions).toContain('metric_configs FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE');
    const values = await query<{ value: string }>(url, 'select unnest(enum_range(null::metric_type))::text as value');
    expect(values.map(({ value }) => value)).toEqual(['counter', 'gauge', 'histogram', 'summary']);
  });
});
