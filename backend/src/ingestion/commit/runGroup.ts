import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { UnavailableError } from '../../errors.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { classifyCommitError } from './commitErrors.ts';
import { type CommitRequest, commitGroup, findInLedger } from './commitGroup.ts';
import { isTimeForCommit, waitedTooLong } from './senderWait.ts';

/** How a request ended. Only the first two mean that it counts, once. */
export type CommitOutcome =
  | { readonly kind: 'committed' }
  /** Its batch id had been committed before; `accepted` is what the first one was told. */
  | { readonly kind: 'duplicate'; readonly accepted: number }
  /** A series it names is gone: nothing was counted, resolve again. */
  | { readonly kind: 'stale' }
  /** A total would leave its range: nothing was counted. */
  | { readonly kind: 'out_of_range' };

/** Hears how a request ended: one of the two is called, once. Neither may throw. */
export interface CommitListener {
  ended(outcome: CommitOutcome): void;
  /** Nothing is known to count; the error is for the sender. */
  failed(error: Error): void;
}

/** A request whose sender waits for the end of its commit. */
export interface Waiting {
  readonly request: CommitRequest;
  readonly listener: CommitListener;
  /** A commit with this request may have happened without our hearing of it. */
  uncertain: boolean;
}

/**
 * Commits requests together and ends every one of them, one way or the other. Never throws. Resolves when all is decided; those that
 * were committed hear of it in the next turn of the event loop.
 */
export type RunGroup = (group: readonly Waiting[]) => Promise<void>;

const committed: CommitOutcome = { kind: 'committed' };

const outageDelaysMs = [50, 250, 700];
const conflictAttempts = 10;

export function createRunGroup(deps: { pool: pg.Pool; metrics: Metrics }): RunGroup {
  const { pool, metrics } = deps;

  async function commitTogether(group: readonly Waiting[]): Promise<void> {
    let left = endOverdue(group);
    let outages = 0;
    let conflicts = 0;
    while (left.length > 0) {
      const error = await tryCommit(left);
      if (error === undefined) return;
      const cause = classifyCommitError(error);
      metrics.commitRetries.inc({ cause });
      switch (cause) {
        case 'lock_conflict':
        case 'duplicate':
          conflicts += 1;
          if (conflicts > conflictAttempts) return rejectAll(left, unavailable(error));
          if (cause === 'duplicate') left = await endDuplicates(left);
          break;
        case 'data_error':
        case 'stale':
        case 'defect':
          if (left.length > 1) return commitHalves(left);
          for (const waiting of left) endAlone(waiting, cause, error);
          return;
        case 'outage': {
          for (const waiting of left) waiting.uncertain = true;
          const delayMs = outageDelaysMs[outages];
          outages += 1;
          if (delayMs === undefined) return rejectAll(left, unavailable(error));
          await sleep(delayMs);
          break;
        }
        case 'timeout':
          return rejectAll(left, unavailable(error));
      }
      left = endOverdue(left);
    }
  }

  /** @returns why nothing was committed; undefined when all was */
  async function tryCommit(group: readonly Waiting[]): Promise<unknown> {
    const end = metrics.commitSeconds.startTimer();
    try {
      await commitGroup(
        pool,
        group.map((waiting) => waiting.request),
      );
    } catch (error) {
      return error ?? new Error('the commit failed with an empty error');
    } finally {
      end();
    }
    metrics.commitGroupRequests.observe(group.length);
    // Once the next group is on its way to Postgres: writing these answers takes as long as that group takes there.
    setImmediate(endAll, group, committed);
    return undefined;
  }

  /** So that only the faulty one fails: few steps more for its neighbours, however many there are. Order of arrival is kept. */
  async function commitHalves(group: readonly Waiting[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await commitTogether(group.slice(0, middle));
    await commitTogether(group.slice(middle));
  }

  /** Answers those whose batch id is in the ledger and gives back the rest. */
  async function endDuplicates(group: readonly Waiting[]): Promise<readonly Waiting[]> {
    let ledger: Map<string, number>;
    try {
      ledger = await findInLedger(
        pool,
        group.map((waiting) => waiting.request),
      );
    } catch (error) {
      rejectAll(group, unavailable(error));
      return [];
    }
    return group.filter((waiting) => {
      const accepted = ledger.get(`${waiting.request.tenantId} ${waiting.request.batchId}`);
      if (accepted === undefined) return true;
      // After a lost reply the entry may be this very request's own.
      waiting.listener.ended(waiting.uncertain ? committed : { kind: 'duplicate', accepted });
      return false;
    });
  }

  return commitTogether;
}

function endAll(group: readonly Waiting[], outcome: CommitOutcome): void {
  for (const { listener } of group) listener.ended(outcome);
}

/** A request that cannot be committed even by itself. */
function endAlone(waiting: Waiting, cause: 'data_error' | 'stale' | 'defect', error: unknown): void {
  if (cause === 'stale') waiting.listener.ended({ kind: 'stale' });
  else if (cause === 'data_error' && waiting.request.deltas.size > 0) waiting.listener.ended({ kind: 'out_of_range' });
  else waiting.listener.failed(error instanceof Error ? error : new Error(String(error)));
}

/** Ends those whose senders will not wait for another commit, and gives back the rest. */
function endOverdue(group: readonly Waiting[]): readonly Waiting[] {
  return group.filter((waiting) => {
    if (isTimeForCommit(waiting.request.deadlineMs)) return true;
    waiting.listener.failed(waitedTooLong());
    return false;
  });
}

function rejectAll(group: readonly Waiting[], error: Error): void {
  for (const waiting of group) waiting.listener.failed(error);
}

function unavailable(cause: unknown): UnavailableError {
  const detail = 'The samples could not be stored right now; send them again with the same batch id.';
  return new UnavailableError('database_unavailable', detail, 2, { cause });
}
