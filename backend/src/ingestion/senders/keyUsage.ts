import type pg from 'pg';
import type { Logger } from '../../logger.ts';

/** Notes when API keys and their previous secrets were used, lazily: right to the minute. */
export interface KeyUsage {
  /** `previousSecretHash` when it was the secret before the last rotation. */
  used(apiKeyId: string, previousSecretHash?: string): void;
  /** Writes what has been noted. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const flushEveryMs = 5_000;
const precisionMs = 60_000;
/** At 200 bytes each; when it is full, uses are noted once more than they need be. */
const rememberedKeys = 20_000;

export function createKeyUsage(deps: { pool: pg.Pool; logger: Logger }): KeyUsage {
  /** By key id for the current secret, by hash for a previous one. */
  const writtenAtMs = new Map<string, number>();
  /** Hashes of the previous secrets that were used, by key id; none when only the current one was. */
  let noted = new Map<string, Set<string>>();

  async function flush(): Promise<void> {
    if (noted.size === 0) return;
    const writing = noted;
    noted = new Map();
    try {
      // Locked by id, so that replicas do not block each other. A previous secret that has been replaced meanwhile is noted nowhere.
      await deps.pool.query(
        `update api_keys k set last_used_at = clock_timestamp(),
           previous_secret_last_used_at = case when previous_secret = any ($2::text[]) then clock_timestamp() else previous_secret_last_used_at end
         from (select id from api_keys where id = any ($1::uuid[]) order by id for no key update) used where k.id = used.id`,
        [[...writing.keys()], [...writing.values()].flatMap((hashes) => [...hashes])],
      );
    } catch (error) {
      for (const [id, hashes] of writing) for (const use of [id, ...hashes]) writtenAtMs.delete(use);
      deps.logger.warn('the last use of some API keys was not noted', { error });
    }
  }

  const timer = setInterval(flush, flushEveryMs);
  timer.unref();
  return {
    used(apiKeyId, previousSecretHash) {
      const now = performance.now();
      const use = previousSecretHash ?? apiKeyId;
      if (now - (writtenAtMs.get(use) ?? Number.NEGATIVE_INFINITY) < precisionMs) return;
      if (writtenAtMs.size >= rememberedKeys) writtenAtMs.clear();
      writtenAtMs.set(use, now);
      const hashes = noted.get(apiKeyId) ?? new Set();
      if (previousSecretHash !== undefined) hashes.add(previousSecretHash);
      noted.set(apiKeyId, hashes);
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
