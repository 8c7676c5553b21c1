import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { UnavailableError } from '../errors.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { CommitRequest } from './commitGroup.ts';
import { type CommitOutcome, createRunGroup, type Waiting } from './runGroup.ts';

export type { CommitOutcome } from './runGroup.ts';

/** Commits requests in groups. */
export interface GroupCommit {
  /**
   * Resolves when Postgres has committed, or has said for certain that it will not.
   * @throws UnavailableError when the queue is full or Postgres does not answer; the sender may repeat with the same batch id
   */
  submit(request: CommitRequest): Promise<CommitOutcome>;
  /** Resolves when everything submitted so far has ended. */
  drain(): Promise<void>;
}

/** A request with a batch id that is not decided yet. */
interface UnderWay {
  readonly accepted: number;
  readonly result: Promise<CommitOutcome>;
}

const maxGroupRequests = 2_000;
const maxGroupRows = 20_000;
/** Some 37,000 ids of 36 characters; the ledger knows the others. */
const recentIdBytes = 8 * 1024 * 1024;
const recentIdMs = 23 * 3_600_000;

/**
 * One group is in flight; requests that arrive meanwhile form the next one, which starts when the event-loop turn that brought the
 * last of them ends. There is no other waiting.
 */
export function createGroupCommit(deps: {
  pool: pg.Pool;
  metrics: Metrics;
  /** Requests that may wait; more get a 503. */
  maxQueued?: number;
  /** Rows that may wait, which is what takes memory; more get a 503. */
  maxQueuedRows?: number;
}): GroupCommit {
  const { metrics, maxQueued = 10_000, maxQueuedRows = 10 * maxGroupRows } = deps;
  const runGroup = createRunGroup(deps);
  const underWay = new Map<string, UnderWay>();
  const recent = new LRUCache<string, { accepted: number }>({
    maxSize: recentIdBytes,
    sizeCalculation: (_accepted, id) => id.length + 150,
    ttl: recentIdMs,
    ttlResolution: 60_000,
  });
  metrics.watchCache('batch_ids', () => recent.calculatedSize);
  let queue: Waiting[] = [];
  let queuedRows = 0;
  let running: Promise<void> | undefined;

  function submit(request: CommitRequest): Promise<CommitOutcome> {
    const id = `${request.tenantId} ${request.batchId}`;
    const known = recent.get(id);
    if (known) return Promise.resolve({ kind: 'duplicate', accepted: known.accepted });
    const first = underWay.get(id);
    if (first) return asDuplicate(first, () => submit(request));
    if (queue.length >= maxQueued || (queue.length > 0 && queuedRows >= maxQueuedRows)) {
      return Promise.reject(
        new UnavailableError('overloaded', 'Too many requests are waiting to be stored; try again.', 1),
      );
    }
    const result = new Promise<CommitOutcome>((resolve, reject) => {
      queue.push({ request, queuedAtMs: performance.now(), resolve, reject, uncertain: false });
    });
    queuedRows += request.deltas.size;
    remember(id, { accepted: request.accepted, result });
    metrics.ingestQueueLength.set(queue.length);
    running ??= run();
    return result;
  }

  /** While it is under way, and once it counts. */
  function remember(id: string, request: UnderWay): void {
    underWay.set(id, request);
    const forget = () => underWay.delete(id);
    request.result.then((outcome) => {
      if (outcome.kind === 'committed') recent.set(id, { accepted: request.accepted });
      else if (outcome.kind === 'duplicate') recent.set(id, { accepted: outcome.accepted });
      forget();
    }, forget);
  }

  async function run(): Promise<void> {
    while (queue.length > 0) {
      await new Promise(setImmediate);
      await runGroup(takeGroup());
    }
    running = undefined;
  }

  function takeGroup(): Waiting[] {
    let rows = 0;
    let count = 0;
    while (count < queue.length && count < maxGroupRequests && (count === 0 || rows < maxGroupRows)) {
      rows += queue[count]?.request.deltas.size ?? 0;
      count += 1;
    }
    const group = queue.slice(0, count);
    queue = queue.slice(count);
    queuedRows -= rows;
    metrics.ingestQueueLength.set(queue.length);
    return group;
  }

  return {
    submit,
    async drain() {
      while (running) await running;
    },
  };
}

/** A request with the id of one under way shares its end; when that one was refused, this one stands for itself. */
async function asDuplicate(first: UnderWay, again: () => Promise<CommitOutcome>): Promise<CommitOutcome> {
  const outcome = await first.result;
  if (outcome.kind === 'committed') return { kind: 'duplicate', accepted: first.accepted };
  return outcome.kind === 'duplicate' ? outcome : again();
}
