import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { classifyCommitError } from './commitErrors.ts';

function databaseError(code: string, constraint?: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('failed', 0, 'error'), { code, constraint });
}

describe('classifyCommitError', () => {
  it.each([
    ['40P01', 'lock_conflict'],
    ['40001', 'lock_conflict'],
    ['55P03', 'lock_conflict'],
    ['UV001', 'stale'],
    ['22003', 'data_error'],
    ['23514', 'data_error'],
    ['23505', 'data_error'],
    ['57014', 'timeout'],
    ['57P01', 'outage'],
    ['57P03', 'outage'],
    ['08006', 'outage'],
    ['53100', 'outage'],
    ['53300', 'outage'],
    ['58030', 'outage'],
    ['25006', 'outage'],
    ['40003', 'outage'],
    ['26000', 'outage'],
    ['42P05', 'outage'],
    ['42883', 'defect'],
    ['XX000', 'defect'],
  ])('takes %s for %s', (code, cause) => expect(classifyCommitError(databaseError(code))).toBe(cause));

  it('tells a repeated batch from other collisions', () => {
    expect(classifyCommitError(databaseError('23505', 'batch_ledger_pkey'))).toBe('duplicate');
  });

  it('takes what no server said for an outage, and our own mistakes for what they are', () => {
    expect(classifyCommitError(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBe('outage');
    expect(classifyCommitError(new Error('Connection terminated unexpectedly'))).toBe('outage');
    expect(classifyCommitError(new Error('Query read timeout'))).toBe('outage');
    expect(classifyCommitError(new TypeError('x is not a function'))).toBe('defect');
  });
});
