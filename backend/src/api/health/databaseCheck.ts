import pg from 'pg';
import { commitGroup } from '../../ingestion/commit/commitGroup.ts';
import type { CheckResult, HealthCheck } from './checkResult.ts';

/**
 * Up when a sample could be stored: a connection can be had, Postgres takes writes (a standby does not), and the statement that commits
 * samples works. `select 1` would work where that one fails: behind a pooler that runs it in another session than prepared it.
 */
export function databaseCheck(pool: pg.Pool): HealthCheck {
  return async () => {
    const startedAtMs = performance.now();
    try {
      const { rows } = await pool.query<{ readOnly: string }>(
        `select current_setting('transaction_read_only') as "readOnly"`,
      );
      if (rows[0]?.readOnly === 'on') return down('The database takes no writes now');
      // A commit of nothing.
      await commitGroup(pool, []);
      return { status: 'up', latencyMs: Math.round(performance.now() - startedAtMs) };
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      return down(code === undefined ? 'The database does not answer' : `The database refuses statements (${code})`);
    }
  };
}

function down(reason: string): CheckResult {
  return { status: 'down', detail: `${reason}; samples cannot be stored.` };
}
