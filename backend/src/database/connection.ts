import pg from 'pg';
import { isOutage } from './isOutage.ts';

/**
 * Lends one connection to `work`. One on which a statement failed goes back to the pool, because it is sound (`pool.query` would close
 * it, and every refused duplicate would cost a new login); one that broke, or still waits for an answer, is closed.
 */
export async function withConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  // The query under way reports what happened; unheard, the event would end the process.
  const onError = () => {
    isBroken = true;
  };
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    isBroken ||= !(error instanceof pg.DatabaseError) || isOutage(error);
    throw error;
  } finally {
    client.release(isBroken);
    client.off('error', onError);
  }
}

/** Commits what `work` did, or undoes it when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return withConnection(pool, async (client) => {
    await client.query('begin');
    try {
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      // Any other error ends the connection, and the transaction with it.
      if (error instanceof pg.DatabaseError) await client.query('rollback');
      throw error;
    }
  });
}
