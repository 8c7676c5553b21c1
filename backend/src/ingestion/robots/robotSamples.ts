import type pg from 'pg';
import type { Logger } from '../../logger.ts';

/**
 * Counts the samples of robots that were left out, by API key and hour. Lazily: many robots together cost one statement a second, and a
 * process that is killed loses the last second.
 */
export interface RobotSamples {
  note(apiKeyId: string, samples: number): void;
  /** Writes what has been noted. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const flushEveryMs = 1_000;
/** Of which samples are noted while Postgres does not answer; those of further keys are not. At 200 bytes a key, that is 2 MiB. */
const maxKeys = 10_000;

export function createRobotSamples(deps: { pool: pg.Pool; logger: Logger }): RobotSamples {
  let noted = new Map<string, number>();
  let writing: Promise<void> | undefined;

  function note(apiKeyId: string, samples: number): void {
    const before = noted.get(apiKeyId);
    if (before === undefined && noted.size >= maxKeys) return;
    noted.set(apiKeyId, (before ?? 0) + samples);
  }

  async function write(): Promise<void> {
    if (noted.size === 0) return;
    const taken = noted;
    noted = new Map();
    try {
      await deps.pool.query(upsert, [[...taken.keys()], [...taken.values()]]);
    } catch (error) {
      for (const [apiKeyId, samples] of taken) note(apiKeyId, samples);
      deps.logger.warn('samples of robots were not counted; it is tried again', { error });
    }
  }

  function flush(): Promise<void> {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  }

  const timer = setInterval(flush, flushEveryMs);
  timer.unref();
  return {
    note,
    flush,
    async stop() {
      clearInterval(timer);
      await writing;
      await flush();
    },
  };
}

/** Sorted, so that replicas do not block each other. A key that has been deleted counts nothing any more. */
const upsert = `
  insert into robot_samples as r (api_key_id, hour, count)
  select k.id, date_trunc('hour', clock_timestamp(), 'UTC'), g.count
  from unnest($1::uuid[], $2::bigint[]) as g (id, count) join api_keys k on k.id = g.id order by k.id
  on conflict (api_key_id, hour) do update set count = r.count + excluded.count`;
