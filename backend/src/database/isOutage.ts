import type pg from 'pg';

/**
 * True when Postgres says that it is going away, is not there yet, or has no room: the next attempt may succeed. By SQLSTATE: 08
 * connection, 53 out of resources, 57 shutting down or starting, 58 system errors, 25006 a standby, 40003 outcome unknown; 26000 and
 * 42P05 a pooler that has begun to give each transaction another session, where our prepared statements are not. Not 57014, a statement
 * that was cancelled because it took too long.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isOutage({ code = '' }: pg.DatabaseError): boolean {
  if (code === '57014') return false;
  return /^(08|53|57|58)/.test(code) || ['25006', '26000', '40003', '42P05'].includes(code);
}
