import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { changesChannel } from '../database/changes.ts';
import type { Logger } from '../logger.ts';
import type { Freshness } from './cache.ts';

/** Hears which tenants' keys or configurations have changed, on a connection of its own. */
export interface ChangeListener extends Freshness {
  /** Connects in the background and keeps trying until stopped. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * Together they are the longest time that a connection which was cut without a word is believed: a second less than the five in which
 * changes are promised to act then, since timers are late in a busy process.
 */
const heartbeatMs = 2_000;
const heartbeatTimeoutMs = 2_000;
const maxBackoffMs = 2_000;

/**
 * @param onChange a tenant's id, after the change is committed
 * @param onGap announcements may have been missed: everything cached must go. Called each time, after listening has begun again.
 */
export function createChangeListener(deps: {
  databaseUrl: string;
  logger: Logger;
  onChange: (tenantId: string) => void;
  onGap: () => void;
}): ChangeListener {
  let stopping = false;
  let listening = false;
  let running: Promise<void> = Promise.resolve();
  /** Ends the present wait: the connection is gone, or nobody wants to listen any more. */
  let wake = new AbortController();

  /** Waits, or returns early when woken. A controller per wait, because a signal that lives on collects listeners. */
  async function wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: wake.signal }).catch(() => {});
  }

  async function listenOnce(): Promise<void> {
    const lost = new AbortController();
    wake = lost;
    const client = new pg.Client({
      connectionString: deps.databaseUrl,
      application_name: 'uvp-listen',
      connectionTimeoutMillis: 2_000,
      query_timeout: heartbeatTimeoutMs,
      keepAlive: true,
    });
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    client.on('notification', ({ payload }) => payload && deps.onChange(payload));
    try {
      await client.connect();
      await client.query(`listen ${changesChannel}`);
      listening = !lost.signal.aborted;
      deps.onGap();
      while (!lost.signal.aborted && !stopping) {
        await wait(heartbeatMs);
        // A connection that was cut without a word answers nothing; the query's own time limit finds it.
        if (!lost.signal.aborted) await client.query('select 1');
      }
    } finally {
      listening = false;
      await client.end().catch(() => {});
    }
  }

  async function run(): Promise<void> {
    let backoffMs = 100;
    while (!stopping) {
      const startedAt = performance.now();
      await listenOnce().catch((error: unknown) => {
        deps.logger.warn('not hearing changes of keys and configurations', { error });
      });
      if (stopping) return;
      if (performance.now() - startedAt > heartbeatMs) backoffMs = 100;
      wake = new AbortController();
      await wait(backoffMs);
      backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    }
  }

  return {
    announcementsHeard: () => listening,
    start() {
      running = run();
    },
    async stop() {
      stopping = true;
      wake.abort();
      await running;
    },
  };
}
