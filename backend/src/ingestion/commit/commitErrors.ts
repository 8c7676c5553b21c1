import pg from 'pg';
import { isOutage } from '../../database/isOutage.ts';

/**
 * What a failed commit of a group means:
 * - lock_conflict: undone, run it again;
 * - duplicate: undone, a batch id of the group had been seen;
 * - data_error: undone, one request breaks a rule of the data (classes 22 and 23);
 * - stale: undone, a series is gone;
 * - timeout: undone, Postgres was too slow;
 * - outage: Postgres went away, and whether it committed is not known;
 * - defect: undone, our own fault.
 */
export type CommitErrorCause = 'lock_conflict' | 'duplicate' | 'data_error' | 'stale' | 'timeout' | 'outage' | 'defect';

export function classifyCommitError(error: unknown): CommitErrorCause {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return 'defect';
  if (!(error instanceof pg.DatabaseError)) return 'outage';
  const code = error.code ?? '';
  if (code === '40P01' || code === '40001' || code === '55P03') return 'lock_conflict';
  if (code === '23505' && error.constraint === 'batch_ledger_pkey') return 'duplicate';
  if (code === 'UV001') return 'stale';
  if (code.startsWith('22') || code.startsWith('23')) return 'data_error';
  if (code === '57014') return 'timeout';
  return isOutage(error) ? 'outage' : 'defect';
}
