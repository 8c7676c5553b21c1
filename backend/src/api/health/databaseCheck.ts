import type pg from 'pg';
import type { HealthCheck } from './checkResult.ts';

/** Up when the pool answers `select 1`: a connection can be had and Postgres works on it. */
export function databaseCheck(pool: pg.Pool): HealthCheck {
  return async () => {
    const startedAtMs = performance.now();
    try {
      await pool.query('select 1');
      return { status: 'up', latencyMs: Math.round(performance.now() - startedAtMs) };
    } catch {
      return { status: 'down', detail: 'The database does not answer; samples cannot be stored.' };
    }
  };
}
