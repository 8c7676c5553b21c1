import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresBinaries } from '../provision/postgresBinaries.ts';
import { type Preferred, startOnFreePort } from './ports.ts';
import { choosePostgresAccount, type PostgresAccount } from './postgresAccount.ts';
import { ensureCluster, POSTGRES_USER, postgresEnvironment } from './postgresCluster.ts';
import type { Service, ServiceSpec } from './service.ts';
import { ServiceFailure, type ServiceHooks, startService } from './startService.ts';
import { stopStrayPostmaster } from './strayPostmaster.ts';

export interface PostgresOptions {
  binaries: PostgresBinaries;
  /** Made when missing; a cluster in it is kept. Its parent directory is ours as well. */
  dataDir: string;
  /** Default: any free one. When taken, the next free one. */
  port?: Preferred;
  /** The superuser's. Without one a random one is made, which only a fresh directory can take. */
  password?: string;
  /** False gives up crash safety for speed: for tests only. */
  durable: boolean;
  /** Default 50. */
  maxConnections?: number;
}

export interface PostgresService extends Service {
  port: number;
  /** With user and password, naming the database `uvp`. */
  url: string;
  /** Where the data really is; differs from the one asked for when its user cannot reach that. */
  dataDir: string;
}

const FRESH_LOCK_TRIES = 20;

/**
 * Starts a server on 127.0.0.1 only, without a socket file, and resolves when a login works and the database exists.
 * A server left over on the same directory is stopped first. `stop()` is a fast shutdown (SIGINT, then SIGQUIT).
 */
export async function startPostgres(options: PostgresOptions, hooks: ServiceHooks = {}): Promise<PostgresService> {
  const password = options.password ?? randomBytes(24).toString('base64url');
  mkdirSync(dirname(options.dataDir), { recursive: true });
  const account = choosePostgresAccount(options.binaries, options.dataDir);
  await stopStrayPostmaster(account.dataDir);
  await ensureCluster(account, password, hooks.signal);
  const { service, port } = await startOnFreePort(options.port, async (free) => ({
    service: await spawnServer(account, options, free, hooks),
    port: free,
  }));
  const url = `postgres://${POSTGRES_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${POSTGRES_USER}`;
  try {
    await ensureDatabase(url);
  } catch (error) {
    await service.kill();
    throw explain(error, account.dataDir);
  }
  return { ...service, port, url, dataDir: account.dataDir };
}

async function spawnServer(
  account: PostgresAccount,
  options: PostgresOptions,
  port: number,
  hooks: ServiceHooks,
): Promise<Service> {
  const settings = {
    listen_addresses: '127.0.0.1',
    max_connections: String(options.maxConnections ?? 50),
    timezone: 'UTC',
    log_checkpoints: 'off',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [account.binaries.postgres, '-D', account.dataDir, '-p', String(port), '-k', '', ...flags];
  const [command = '', ...args] = [...account.prefix, ...server];
  const spec: ServiceSpec = {
    name: 'postgres',
    command,
    args,
    cwd: '/',
    env: postgresEnvironment(),
    stopSignal: 'SIGINT',
    urgentSignal: 'SIGQUIT',
    ...(account.uid === undefined || account.gid === undefined ? {} : { uid: account.uid, gid: account.gid }),
  };
  for (let attempt = 1; ; attempt++) {
    try {
      return await startService(spec, (lines) => lines.some((line) => /ready to accept connections/.test(line)), hooks);
    } catch (error) {
      // Within a second of a kill -9 the dying server's lock and shared memory are still seen.
      const isLocked = error instanceof ServiceFailure && /postmaster\.pid|still in use/.test(error.message);
      if (!isLocked || attempt === FRESH_LOCK_TRIES) throw error;
      await delay(250);
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [POSTGRES_USER]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(POSTGRES_USER)}`);
  } finally {
    await client.end();
  }
}

/** 28P01: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function explain(error: unknown, dataDir: string): unknown {
  if (!(error instanceof pg.DatabaseError) || error.code !== '28P01') return error;
  return new Error(
    `the cluster in ${dataDir} has another password than the one given: bring back the secrets.json it was made with, or remove both to begin afresh`,
    { cause: error },
  );
}
