import pg from 'pg';
import { Sequelize } from 'sequelize';
import { createDatabaseClock, type DatabaseClock } from './clock.ts';
import type { Pooling } from './detectPooler.ts';
import { sessionSettings, statementTimeoutMs, transactionSettings } from './sessionSettings.ts';
import { transactionClientClass } from './transactionClient.ts';

/**
 * The ways into one Postgres: `sequelize` for accounts, keys and configurations; `pool` for ingestion and forwarding, where the
 * statements are our own. All close with `close()`.
 */
export interface Database {
  readonly url: string;
  /** Whether a connection keeps its session between transactions. */
  readonly pooling: Pooling;
  readonly sequelize: Sequelize;
  readonly pool: pg.Pool;
  /** One connection for the commits of samples, which never wait for another query and always meet the same prepared plan. */
  readonly commitPool: pg.Pool;
  /** The database's, once it has been started. */
  readonly clock: DatabaseClock;
  close(): Promise<void>;
}

/** Opens no connection yet: the first query does, and fails if Postgres is not there. */
export function connectDatabase(url: string, options: { maxConnections?: number; pooling?: Pooling } = {}): Database {
  const { maxConnections: max = 10, pooling = 'session' } = options;
  const sequelize = connectSequelize(url, max, pooling);
  const pool = new pg.Pool({ ...poolOptions(url, max), ...settingsOfPool(pooling) });
  const commitPool = new pg.Pool({ ...poolOptions(url, 1), ...settingsOfPool(pooling) });
  // An idle connection that dies is replaced at the next query, which reports what is wrong; unheard, the event would end the process.
  for (const one of [pool, commitPool]) one.on('error', () => {});
  const clock = createDatabaseClock(pool);
  return {
    url,
    pooling,
    sequelize,
    pool,
    commitPool,
    clock,
    async close() {
      clock.stop();
      await Promise.allSettled([sequelize.close(), pool.end(), commitPool.end()]);
    },
  };
}

/** Sequelize would set the time zone of a session by itself; it is among our own settings. Its types do not know the option. */
const noTimezone = { keepDefaultTimezone: true };

function connectSequelize(url: string, max: number, pooling: Pooling): Sequelize {
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    logging: false,
    pool: { max, min: 0, acquire: 4_000, idle: 30_000 },
    standardConformingStrings: false,
    ...noTimezone,
    dialectOptions: {
      application_name: 'uvp-api',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      clientMinMessages: 'ignore',
    },
    ...(pooling === 'transaction' && {
      dialectModule: { ...pg, Client: transactionClientClass(transactionSettings('api')) },
    }),
    define: { underscored: true, timestamps: true },
  });
  if (pooling === 'session') {
    sequelize.addHook('afterConnect', async (connection: unknown) => {
      await (connection as pg.Client).query(sessionSettings('api'));
    });
  }
  return sequelize;
}

/** Settings are never start-up parameters: poolers refuse those that they do not know. */
function poolOptions(url: string, max: number): pg.PoolConfig {
  return {
    connectionString: url,
    application_name: 'uvp-ingest',
    max,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    query_timeout: statementTimeoutMs + 1_000,
    keepAlive: true,
  };
}

function settingsOfPool(pooling: Pooling): pg.PoolConfig {
  if (pooling === 'transaction') return { Client: transactionClientClass(transactionSettings('ingest')) };
  const settings = sessionSettings('ingest');
  return {
    async onConnect(client) {
      await client.query(settings);
    },
  };
}
