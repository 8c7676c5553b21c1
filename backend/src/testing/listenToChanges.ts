import pg from 'pg';
import { changesChannel } from '../database/changes.ts';

/** Hears what `announceChange` says, as a replica does. `stop()` gives back the tenants named so far, in order. */
export async function listenToChanges(databaseUrl: string): Promise<{ stop(): Promise<string[]> }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  const heard: string[] = [];
  client.on('notification', ({ payload = '' }) => heard.push(payload));
  await client.connect();
  await client.query(`listen ${changesChannel}`);
  return {
    async stop() {
      // Postgres delivers what was committed before this query with its answer.
      await client.query('select 1');
      await client.end();
      return heard;
    },
  };
}
