import pg from 'pg';
import { Sequelize } from 'sequelize';
import { createDatabaseClock, type DatabaseClock } from './clock.ts';

/**
 * The ways into one Postgres: `sequelize` for accounts, keys and configurations; `pool` for ingestion and forwarding, where the
 * statements are our own. All close with `close()`.
 */
export interface Database {
  readonly url: string;
  readonly sequelize: Sequelize;
  readonly pool: pg.Pool;
  /** One connection for the commits of samples, which never wait for another query and always meet the same prepared plan. */
  readonly commitPool: pg.Pool;
  /** The database's, once it has been started. */
  readonly clock: DatabaseClock;
  close(): Promise<void>;
}

const statementTimeoutMs = 5_000;

/** Opens no connection yet: the first query does, and fails if Postgres is not there. */
export function connectDatabase(url: string, options: { maxConnections?: number } = {}): Database {
  const max = options.maxConnections ?? 10;
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    logging: false,
    pool: { max, min: 0, acquire: 4_000, idle: 30_000 },
    dialectOptions: {
      application_name: 'uvp-api',
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 1_000,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    },
    define: { underscored: true, timestamps: true },
  });
  const pool = new pg.Pool(poolOptions(url, max));
  const commitPool = new pg.Pool(poolOptions(url, 1));
  // An idle connection that dies is replaced at the next query, which reports what is wrong; unheard, the event would end the process.
  for (const one of [pool, commitPool]) one.on('error', () => {});
  const clock = createDatabaseClock(pool);
  return {
    url,
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

/**
 * Settings of connections that ingest and forward. `tcp_user_timeout` makes a cut network an error in 10 s instead of minutes;
 * hash joins are off so that row locks are taken in the order the statements ask for.
 */
function poolOptions(url: string, max: number): pg.PoolConfig {
  return {
    connectionString: url,
    application_name: 'uvp-ingest',
    max,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1_000,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    options: '-c tcp_user_timeout=10000 -c enable_hashjoin=off -c enable_mergejoin=off',
  };
}
