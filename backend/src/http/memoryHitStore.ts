import type { ClientRateLimitInfo, Options, Store } from 'express-rate-limit';
import { LRUCache } from 'lru-cache';

/** At 200 bytes each, key included. */
const maxKeys = 20_000;

interface Window {
  hits: number;
  /** Monotonic: a clock that is set must neither free nor lock anybody. */
  readonly resetsAtMs: number;
}

/**
 * Hits in fixed windows, in this process, of the 20,000 keys that were hit last: addresses are without end. The key of a client that goes
 * on past its limit stays; a key that is forgotten has been quiet for longer than 20,000 others.
 */
export class MemoryHitStore implements Store {
  readonly localKeys = true;
  private readonly windows = new LRUCache<string, Window>({ max: maxKeys });
  private windowMs = 60_000;

  init({ windowMs }: Pick<Options, 'windowMs'>): void {
    this.windowMs = windowMs;
  }

  get(key: string): ClientRateLimitInfo | undefined {
    const window = this.current(key);
    return window && info(window);
  }

  increment(key: string): ClientRateLimitInfo {
    const window = this.current(key) ?? { hits: 0, resetsAtMs: performance.now() + this.windowMs };
    window.hits += 1;
    this.windows.set(key, window);
    return info(window);
  }

  decrement(key: string): void {
    const window = this.current(key);
    if (window && window.hits > 0) window.hits -= 1;
  }

  resetKey(key: string): void {
    this.windows.delete(key);
  }

  resetAll(): void {
    this.windows.clear();
  }

  private current(key: string): Window | undefined {
    const window = this.windows.get(key);
    return window && window.resetsAtMs > performance.now() ? window : undefined;
  }
}

function info({ hits, resetsAtMs }: Window): ClientRateLimitInfo {
  return { totalHits: hits, resetTime: new Date(Date.now() + resetsAtMs - performance.now()) };
}
