import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { UnavailableError } from '../../errors.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { isServerBatchId } from './batchIds.ts';
import type { CommitRequest } from './commitGroup.ts';
import { createInFlight, type InFlight } from './inFlight.ts';
import { type CommitListener, type CommitOutcome, createRunGroup, type Waiting } from './runGroup.ts';
import { isTimeForCommit } from './senderWait.ts';

export type { CommitListener, CommitOutcome } from './runGroup.ts';

/** Commits requests in groups. */
export interface GroupCommit {
  /**
   * Tells the listener when Postgres has committed, or has said for certain that it will not. It fails with an UnavailableError when the
   * queue is full or Postgres does not answer; the sender may repeat with the same batch id. The call may come before `enqueue` returns.
   */
  enqueue(request: CommitRequest, listener: CommitListener): void;
  /** The same as a promise. */
  submit(request: CommitRequest): Promise<CommitOutcome>;
  /** Resolves when everything submitted so far has ended. */
  drain(): Promise<void>;
}

const maxGroupRequests = 2_000;
/** So many are always taken together: to share them out would cost more than it gives. */
const minGroupRequests = 32;
const maxGroupRows = 20_000;
/** Some 37,000 ids of 36 characters; the ledger knows the others. */
const recentIdBytes = 8 * 1024 * 1024;
const recentIdMs = 23 * 3_600_000;

/**
 * One group is in flight; requests that arrive meanwhile form the next one, which starts as soon as that one is decided. The first
 * group after a pause starts when the event-loop turn that brought it ends. There is no other waiting. (A second group in flight waits for
 * the row locks of the first: with 64 connections it made requests slower by a tenth.)
 *
 * Of many requests half are taken at a time, so that Postgres has one half while this process reads and answers the other: when all of
 * them are in one group, each of the two waits for the other by turns.
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
  const underWay = createInFlight<RememberedCommit>();
  const recent = new LRUCache<string, { accepted: number }>({
    maxSize: recentIdBytes,
    sizeCalculation: (_accepted, id) => id.length + 150,
    ttl: recentIdMs,
    ttlResolution: 60_000,
  });
  metrics.watchCache('batch_ids', () => recent.calculatedSize);
  const memory: CommitMemory = { underWay, recent, enqueue };
  let queue: Waiting[] = [];
  let queuedRows = 0;
  let lastGroupRequests = 0;
  let running: Promise<void> | undefined;

  function enqueue(request: CommitRequest, listener: CommitListener): void {
    // An id of ours cannot come again, so nothing needs to be remembered of it.
    if (isServerBatchId(request.batchId)) {
      push(request, listener);
      return;
    }
    const id = `${request.tenantId} ${request.batchId}`;
    const known = recent.get(id);
    if (known) {
      listener.ended({ kind: 'duplicate', accepted: known.accepted });
      return;
    }
    const first = underWay.get(id);
    if (first) {
      first.followers.push({ request, listener });
      return;
    }
    const remembered = new RememberedCommit(id, request, listener, memory);
    underWay.add(id, remembered);
    push(request, remembered);
  }

  function push(request: CommitRequest, listener: CommitListener): void {
    if (queue.length >= maxQueued || (queue.length > 0 && queuedRows >= maxQueuedRows)) {
      listener.failed(new UnavailableError('overloaded', 'Too many requests are waiting to be stored; try again.', 1));
      return;
    }
    queue.push({ request, listener, uncertain: false });
    queuedRows += request.deltas.size;
    metrics.ingestQueueLength.set(queue.length);
    running ??= run();
  }

  async function run(): Promise<void> {
    // Requests that arrive in one turn of the event loop share the first group.
    await new Promise(setImmediate);
    while (queue.length > 0) await runGroup(takeGroup());
    running = undefined;
  }

  function takeGroup(): Waiting[] {
    const half = Math.ceil((lastGroupRequests + queue.length) / 2);
    const maxRequests = Math.min(maxGroupRequests, Math.max(minGroupRequests, half));
    let rows = 0;
    let count = 0;
    while (count < queue.length && count < maxRequests && (count === 0 || rows < maxGroupRows)) {
      rows += queue[count]?.request.deltas.size ?? 0;
      count += 1;
    }
    const group = queue.slice(0, count);
    queue = queue.slice(count);
    queuedRows -= rows;
    lastGroupRequests = count;
    metrics.ingestQueueLength.set(queue.length);
    return group;
  }

  return {
    enqueue,
    submit: (request) =>
      new Promise((resolve, reject) => {
        enqueue(request, { ended: resolve, failed: reject });
      }),
    async drain() {
      while (running) await running;
      // The last group hears of its commit in the next turn.
      await new Promise(setImmediate);
    },
  };
}

/** What is known of batch ids in this process. */
interface CommitMemory {
  readonly underWay: InFlight<RememberedCommit>;
  readonly recent: LRUCache<string, { accepted: number }>;
  readonly enqueue: GroupCommit['enqueue'];
}

/** A request with a batch id that may come again. Hears the end for it, for those that follow it, and for those that come later. */
class RememberedCommit implements CommitListener {
  /** Requests with the same batch id that came meanwhile. */
  readonly followers: { readonly request: CommitRequest; readonly listener: CommitListener }[] = [];

  constructor(
    private readonly id: string,
    private readonly request: CommitRequest,
    private readonly listener: CommitListener,
    private readonly memory: CommitMemory,
  ) {}

  ended(outcome: CommitOutcome): void {
    const { underWay, recent, enqueue } = this.memory;
    underWay.remove(this.id);
    this.listener.ended(outcome);
    if (outcome.kind !== 'committed' && outcome.kind !== 'duplicate') {
      // The first one was refused; each of the others stands for itself.
      for (const follower of this.followers) enqueue(follower.request, follower.listener);
      return;
    }
    const accepted = outcome.kind === 'committed' ? this.request.accepted : outcome.accepted;
    recent.set(this.id, { accepted });
    for (const follower of this.followers) follower.listener.ended({ kind: 'duplicate', accepted });
  }

  failed(error: Error): void {
    const { underWay, enqueue } = this.memory;
    underWay.remove(this.id);
    this.listener.failed(error);
    // When the first one's time was up, those that came later have some left.
    const isLate = !isTimeForCommit(this.request.deadlineMs);
    for (const { request, listener } of this.followers) {
      if (isLate) enqueue(request, listener);
      else listener.failed(error);
    }
  }
}
