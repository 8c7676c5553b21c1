import type pg from 'pg';

/**
 * The time as Postgres has it, between questions measured by a clock of this process that nobody sets. All replicas have it in common,
 * however wrong the clocks of their machines are, so it decides whatever begins or ends at a point in time.
 */
export interface DatabaseClock {
  /** Milliseconds since 1970. Until Postgres has been asked, what this machine says. */
  readonly now: () => number;
  /** Asks now, and again from time to time. Resolves after the first answer, or without one when Postgres does not answer. */
  start(): Promise<void>;
  stop(): void;
}

/** A machine that was suspended, or a database that moved to another machine, is right again after so long. */
const askEveryMs = 15_000;
/** The answer was given at some moment of the round trip; one that took longer says too little. */
const maxRoundTripMs = 1_000;

export function createDatabaseClock(pool: pg.Pool): DatabaseClock {
  /** What is added to `performance.now()`. */
  let offsetMs: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    // So that a wait for a connection is no part of the round trip.
    const client = await pool.connect();
    try {
      const askedAtMs = performance.now();
      const { rows } = await client.query<{ now: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::double precision as now',
      );
      const answeredAtMs = performance.now();
      const isExact = answeredAtMs - askedAtMs <= maxRoundTripMs;
      const [row] = rows;
      if (row && (isExact || offsetMs === undefined)) offsetMs = row.now - (askedAtMs + answeredAtMs) / 2;
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Without an answer the last one stays good: what measures the time since then does not depend on Postgres. */
  const tryToAsk = () => ask().catch(() => {});

  return {
    now: () => (offsetMs === undefined ? Date.now() : offsetMs + performance.now()),
    async start() {
      timer = setInterval(tryToAsk, askEveryMs);
      timer.unref();
      await tryToAsk();
    },
    stop() {
      clearInterval(timer);
    },
  };
}
