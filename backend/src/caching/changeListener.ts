import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
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

/** Sends a notification. */
type Notify = (channel: string, payload: string) => Promise<unknown>;

/**
 * Together they are the longest time that a connection which was cut without a word is believed: a second less than the five in which
 * changes are promised to act then, since timers are late in a busy process.
 */
const heartbeatMs = 2_000;
const heartbeatTimeoutMs = 2_000;
const maxBackoffMs = 2_000;

/**
 * Announcements count as heard once a notification has come that was sent the way they are: over another connection. A pooler in
 * transaction mode takes `listen`, answers every query, and never delivers one. From then on the connection notifies itself every two
 * seconds, and is given up when a notification does not come back.
 */
export function createChangeListener(deps: {
  /** Where to listen; undefined never listens. */
  databaseUrl: string | undefined;
  /** Sends over the connections that announcements are sent over. */
  notify: Notify;
  logger: Logger;
  /** Gets a tenant's id, after the change is committed. */
  onChange: (tenantId: string) => void;
  /** Announcements may have been missed: everything cached must go. Called each time, after listening has begun again. */
  onGap: () => void;
}): ChangeListener {
  let stopping = false;
  let listening = false;
  /** Said once, until announcements are heard again. */
  let isReported = false;
  let running: Promise<void> = Promise.resolve();
  /** Ends the present wait: the connection is gone, or nobody wants to listen any more. */
  let wake = new AbortController();

  /** Waits, or returns early when woken. A controller per wait, because a signal that lives on collects listeners. */
  async function wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: wake.signal }).catch(() => {});
  }

  async function listenOnce(databaseUrl: string): Promise<void> {
    const lost = new AbortController();
    wake = lost;
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'uvp-listen',
      connectionTimeoutMillis: 2_000,
      query_timeout: heartbeatTimeoutMs,
      keepAlive: true,
    });
    const heartbeatChannel = `uvp_heartbeat_${randomUUID().replaceAll('-', '_')}`;
    const heartbeats = new EventEmitter();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === heartbeatChannel) heartbeats.emit(payload);
      else if (payload !== '') deps.onChange(payload);
    });

    /** @throws when it does not come back in time */
    async function heartbeat(notify: Notify): Promise<void> {
      const id = randomUUID();
      const signal = AbortSignal.any([lost.signal, AbortSignal.timeout(heartbeatTimeoutMs)]);
      await Promise.all([once(heartbeats, id, { signal }), notify(heartbeatChannel, id)]);
    }

    try {
      await client.connect();
      await client.query(`listen ${changesChannel}`);
      await client.query(`listen ${heartbeatChannel}`);
      await heartbeat(deps.notify);
      listening = !lost.signal.aborted;
      isReported = false;
      deps.onGap();
      while (!lost.signal.aborted && !stopping) {
        await wait(heartbeatMs);
        if (lost.signal.aborted) break;
        await heartbeat((channel, id) => client.query('select pg_notify($1, $2)', [channel, id]));
      }
    } finally {
      listening = false;
      await client.end().catch(() => {});
    }
  }

  function report(error: unknown): void {
    if (!isReported && !stopping) {
      deps.logger.warn('not hearing changes of keys and configurations; they are read again every two seconds', {
        error,
      });
    }
    isReported = true;
  }

  async function run(databaseUrl: string): Promise<void> {
    let backoffMs = 100;
    while (!stopping) {
      const startedAt = performance.now();
      await listenOnce(databaseUrl).catch(report);
      if (stopping) return;
      if (performance.now() - startedAt > 2 * heartbeatMs) backoffMs = 100;
      wake = new AbortController();
      await wait(backoffMs);
      backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    }
  }

  return {
    announcementsHeard: () => listening,
    start() {
      if (deps.databaseUrl !== undefined) running = run(deps.databaseUrl);
      else deps.logger.info('a pooler in transaction mode delivers no notifications; DATABASE_LISTEN_URL is not set');
    },
    async stop() {
      stopping = true;
      wake.abort();
      await running;
    },
  };
}
