import type { Batch, Entry, Series } from './batch.ts';
import type { Merge } from './merge.ts';
import type { Answer, Post } from './transport.ts';

export interface Queue {
  /** Keeps a value until the next flush; without `merge` as an entry of its own. */
  add(series: Series, value: number, merge?: Merge): void;
  /** Sends what waits; `last` sends all of it at once, in the form for a page that closes. True when nothing is left. */
  flush(last?: boolean): Promise<boolean>;
  /** True between a failure that will pass and the next try. */
  isBackingOff(): boolean;
  /** Ends a back-off early. */
  retryNow(): void;
  /** Entries given up: refused by the collector, pushed out by newer ones, or too old. */
  dropped(): number;
}

const flushEveryMs = 5_000;
const batchSize = 50;
/** Of JSON; three bytes a character still fit the 64 KiB that the collector takes from a page. */
const batchChars = 16_000;
const maxWaitingBatches = 30;
const firstRetryMs = 1_000;
const maxRetryMs = 30_000;
/** The collector remembers batch ids for 24 hours; an older batch could count twice. */
const maxBatchAgeMs = 23 * 3_600_000;

/** One batch is under way at a time, except at the last flush; the oldest of more than 30 waiting ones is dropped. */
export function createQueue(post: Post): Queue {
  let open = new Map<string, Entry>();
  let openSize = 0;
  let openChars = 0;
  let waiting: Batch[] = [];
  /** Ends when every request under way has its answer. */
  let running: Promise<unknown> = Promise.resolve();
  let inFlight = 0;
  let failures = 0;
  let dropped = 0;
  let flushTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function add(series: Series, value: number, merge?: Merge): void {
    const text = JSON.stringify(series);
    const key = merge ? text : `${openSize}${text}`;
    const known = open.get(key);
    const entry: Entry = known || { ...series, value };
    if (known && merge) known.value = merge(known.value, value);
    else open.set(key, entry);
    //! if type.gauge
    if (!series.timestamp) entry.atMs = Date.now();
    //! end
    if (!known || typeof known.value !== 'number') {
      openSize += 1;
      openChars += known ? 24 : text.length + 32;
    }
    if (openSize >= batchSize || openChars >= batchChars) void flush();
    else if (!flushTimer) flushTimer = setTimeout(flush, flushEveryMs);
  }

  async function flush(last?: boolean): Promise<boolean> {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    if (openSize) {
      waiting.push({ id: newBatchId(), metrics: [...open.values()], madeAtMs: Date.now(), busy: false });
      open = new Map();
      openSize = openChars = 0;
      if (waiting.length > maxWaitingBatches) drop(waiting.find((batch) => !batch.busy));
    }
    pump(last);
    let seen: unknown;
    while (seen !== running) {
      seen = running;
      await seen;
    }
    return !waiting.length;
  }

  function pump(last?: boolean): void {
    if (!last && (inFlight || retryTimer)) return;
    const idle = waiting.filter((batch) => !batch.busy);
    const started = (last ? idle : idle.slice(0, 1)).map((batch) => send(batch, last === true));
    if (started.length) running = Promise.all([running, ...started]).then(() => undefined);
  }

  async function send(batch: Batch, last: boolean): Promise<void> {
    batch.busy = true;
    inFlight += 1;
    const answer = await post(batch, last);
    inFlight -= 1;
    batch.busy = false;
    if (isTemporary(answer) && Date.now() - batch.madeAtMs < maxBatchAgeMs) return backOff(answer);
    failures = 0;
    if (answer.status >= 200 && answer.status < 300) waiting = waiting.filter((other) => other !== batch);
    else drop(batch);
    pump();
  }

  /** 1 s x 2^n up to 30 s, each times 0.5 to 1.5, and never earlier than Retry-After. */
  function backOff({ retryAfterSeconds }: Answer): void {
    if (retryTimer) return;
    const delayMs = Math.min(firstRetryMs * 2 ** failures, maxRetryMs) * (0.5 + Math.random());
    failures += 1;
    retryTimer = setTimeout(retryNow, Math.max(delayMs, Math.min(retryAfterSeconds, 3_600) * 1_000));
    //! if library
    if (typeof retryTimer === 'object') (retryTimer as { unref(): void }).unref(); // Node: an outage alone keeps no process alive
    //! end
  }

  function retryNow(): void {
    clearTimeout(retryTimer);
    retryTimer = undefined;
    pump();
  }

  function drop(batch: Batch | undefined): void {
    if (!batch) return;
    dropped += batch.metrics.length;
    waiting = waiting.filter((other) => other !== batch);
  }

  return { add, flush, isBackingOff: () => !!retryTimer, retryNow, dropped: () => dropped };
}

/** Worth another try: no answer, 408, 429, 5xx. */
function isTemporary({ status }: Answer): boolean {
  return !status || status === 408 || status === 429 || status >= 500;
}

/** 128 random bits; `crypto.randomUUID` exists on https pages only. */
function newBatchId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
