import { MemoryHitStore } from './memoryHitStore.ts';

/** The verdict on one hit. */
export interface HitVerdict {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
}

/**
 * Counts hits per key in fixed windows, in this process, for handlers that run outside Express. Same store as the limiters of the
 * management API. A limit of 0 allows everything and keeps no count.
 */
export interface HitCounter {
  hit(key: string): Promise<HitVerdict>;
  /** The verdict on the next hit, without counting one. */
  peek(key: string): Promise<HitVerdict>;
  close(): void;
}

export function createHitCounter(options: { limit: number; windowSeconds: number }): HitCounter {
  const windowMs = options.windowSeconds * 1000;
  const store = new MemoryHitStore();
  store.init({ windowMs });
  const verdict = (hits: number, resetTime: Date | undefined): HitVerdict => ({
    allowed: options.limit === 0 || hits <= options.limit,
    retryAfterSeconds: Math.max(1, ((resetTime?.getTime() ?? 0) - Date.now()) / 1000),
  });
  return {
    async hit(key) {
      if (options.limit === 0) return verdict(0, undefined);
      const { totalHits, resetTime } = store.increment(key);
      return verdict(totalHits, resetTime);
    },
    async peek(key) {
      if (options.limit === 0) return verdict(0, undefined);
      const info = store.get(key);
      return verdict((info?.totalHits ?? 0) + 1, info?.resetTime);
    },
    close: () => store.resetAll(),
  };
}
