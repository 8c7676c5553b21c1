import pg from 'pg';

/** What stands between us and Postgres: `session` also where nothing does. */
export type Pooling = 'session' | 'transaction';

/** Which of two connections asks next. Irregular: a pooler that hands out its sessions in turn must not fall into step with it. */
const askers = [0, 1, 1, 0, 0, 0, 1, 0, 1, 1];

/**
 * Finds out whether a connection is one session of Postgres for as long as it lives. Two connections ask which server process answers
 * them: in transaction mode they meet the same one, or one of them meets another than before.
 */
export async function detectPooler(url: string): Promise<Pooling> {
  const clients = [0, 1].map(
    () =>
      new pg.Client({
        connectionString: url,
        application_name: 'uvp-start',
        connectionTimeoutMillis: 5_000,
        query_timeout: 5_000,
      }),
  );
  for (const client of clients) client.on('error', () => {});
  try {
    for (const client of clients) await client.connect();
    const met: (number | undefined)[] = [];
    for (const asker of askers) {
      const pid = await serverProcess(clients[asker]);
      if (pid === met[1 - asker] || pid !== (met[asker] ?? pid)) return 'transaction';
      met[asker] = pid;
    }
    return 'session';
  } finally {
    await Promise.allSettled(clients.map((client) => client.end()));
  }
}

async function serverProcess(client: pg.Client | undefined): Promise<number | undefined> {
  const answer = await client?.query<{ pid: number }>('select pg_backend_pid() as pid');
  return answer?.rows[0]?.pid;
}
