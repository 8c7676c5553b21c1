import { LRUCache } from 'lru-cache';

/** How long a cache may trust what it holds. */
export interface Freshness {
  /** False while change announcements cannot be heard: then entries live 2 s at most. */
  announcementsHeard(): boolean;
}

interface Entry<T> {
  readonly value: T | undefined;
  readonly loadedAtMs: number;
}

/** A change acts on every replica within two seconds, even where its notification was lost. */
const unnotifiedTtlMs = 2_000;
/** An entry without its key and value. */
const entryBytes = 150;

/**
 * Remembers what Postgres answered, absence included. One load per key at a time; a load that was under way when its entry was
 * forgotten is answered but not kept, so a change that has been announced is never covered up by an older read.
 */
export class LoadingCache<T extends object> {
  private readonly entries: LRUCache<string, Entry<T>>;
  private readonly loading = new Map<string, Promise<T | undefined>>();
  private generation = 0;

  constructor(
    /** Gets what it loaded before, if that is still remembered, to keep what has not changed. */
    private readonly load: (key: string, previous: T | undefined) => Promise<T | undefined>,
    private readonly options: {
      readonly max: number;
      /** Bound of `bytesOf` all values and of the keys. */
      readonly maxBytes: number;
      /** About what a value takes in memory. */
      readonly bytesOf: (value: T) => number;
      /** Called with each value that is forgotten or replaced, and with what has taken its place. */
      readonly onDrop?: (value: T, successor: T | undefined) => void;
      readonly ttlMs: number;
      /** For keys that Postgres does not know. */
      readonly absentTtlMs: number;
      readonly freshness: Freshness;
      /** Monotonic, milliseconds. */
      readonly now?: () => number;
    },
  ) {
    this.entries = new LRUCache<string, Entry<T>>({
      max: options.max,
      maxSize: options.maxBytes,
      sizeCalculation: ({ value }, key) =>
        Math.ceil(entryBytes + 2 * key.length + (value === undefined ? 0 : options.bytesOf(value))),
      dispose: ({ value }, _key, reason) => {
        if (value !== undefined && reason !== 'set') options.onDrop?.(value, undefined);
      },
    });
  }

  /** Memory in use, about. */
  bytes(): number {
    return this.entries.calculatedSize;
  }

  /** True when `get` would answer without asking Postgres. */
  has(key: string): boolean {
    return this.fresh(key) !== undefined;
  }

  /** What `get` would answer without asking Postgres; undefined for what is absent, too. */
  peek(key: string): T | undefined {
    return this.fresh(key)?.value;
  }

  async get(key: string): Promise<T | undefined> {
    const entry = this.fresh(key);
    if (entry) return entry.value;
    const underWay = this.loading.get(key);
    if (underWay) return underWay;
    const promise = this.fetch(key);
    this.loading.set(key, promise);
    try {
      return await promise;
    } finally {
      if (this.loading.get(key) === promise) this.loading.delete(key);
    }
  }

  /** Forgets the entries that match, and everything that is said to be absent. */
  forget(matches: (value: T, key: string) => boolean): void {
    this.generation += 1;
    this.loading.clear();
    for (const [key, entry] of this.entries.entries()) {
      if (entry.value === undefined || matches(entry.value, key)) this.entries.delete(key);
    }
  }

  clear(): void {
    this.generation += 1;
    this.loading.clear();
    this.entries.clear();
  }

  private async fetch(key: string): Promise<T | undefined> {
    const { generation } = this;
    const loadedAtMs = this.now();
    const value = await this.load(key, this.entries.peek(key)?.value);
    if (generation === this.generation) this.replace(key, { value, loadedAtMs });
    return value;
  }

  private replace(key: string, entry: Entry<T>): void {
    const replaced = this.entries.peek(key)?.value;
    this.entries.set(key, entry);
    // Nothing was kept of what is too large.
    if (replaced !== undefined) this.options.onDrop?.(replaced, this.entries.peek(key)?.value);
  }

  private fresh(key: string): Entry<T> | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    const ttlMs = entry.value === undefined ? this.options.absentTtlMs : this.options.ttlMs;
    const limitMs = this.options.freshness.announcementsHeard() ? ttlMs : Math.min(ttlMs, unnotifiedTtlMs);
    return this.now() - entry.loadedAtMs < limitMs ? entry : undefined;
  }

  private now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
