import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { inTransaction } from '../database/connection.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { prune } from './prune.ts';
import { removeDeleted } from './removeDeleted.ts';

/** Keeps Postgres from growing for ever. One replica at a time does it. */
export interface Housekeeper {
  start(): void;
  /** One round, if no other replica is at it. False when one is. */
  tidy(): Promise<boolean>;
  stop(): Promise<void>;
}

const everyMs = 60_000;
/** Past it another replica may begin, in case this one is frozen; two at once remove the same rows once. */
const maxRound = '10min';
/** Any number that no other program on this database takes as its advisory lock. */
const advisoryLockKey = 7_262_023_119;

export function createHousekeeper(deps: { pool: pg.Pool; logger: Logger; metrics: Metrics }): Housekeeper {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  function tidy(): Promise<boolean> {
    // The lock belongs to a transaction that does nothing else: a process that dies gives it back, behind a pooler as well. Rows are
    // removed on other connections.
    return inTransaction(deps.pool, async (client) => {
      await client.query(`set local idle_in_transaction_session_timeout = '${maxRound}'`);
      const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
        advisoryLockKey,
      ]);
      if (rows[0]?.taken !== true) return false;
      await removeDeleted(deps.pool, stopping.signal);
      await prune(deps.pool, stopping.signal);
      return true;
    });
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      await tidy().catch((error: unknown) => {
        deps.metrics.errors.inc({ kind: 'housekeeping' });
        deps.logger.warn('housekeeping failed; it is tried again in a minute', { error });
      });
    }
  }

  return {
    start() {
      running = run();
    },
    tidy,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
