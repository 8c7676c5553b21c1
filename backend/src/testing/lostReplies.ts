import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to Postgres that loses the replies to some commits of a group, after they have happened. */
export interface LostReplies {
  /** The database, through here. */
  readonly url: string;
  /** Replies lost so far. */
  readonly lost: number;
  close(): Promise<void>;
}

/** ReadyForQuery, outside of a transaction: what was sent is committed. https://www.postgresql.org/docs/current/protocol-message-formats.html */
const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** @param isLost asked for every commit of a group, in order */
export async function loseReplies(databaseUrl: string, isLost: (commit: number) => boolean): Promise<LostReplies> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let commits = 0;
  let lost = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let isCommitting = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
    client.on('data', (chunk) => {
      // The name of the prepared statement is in the first bytes of what runs it.
      if (chunk.subarray(0, 200).includes('commit_group_v')) isCommitting = true;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isCommitting && chunk.subarray(-readyForQuery.length).equals(readyForQuery)) {
        isCommitting = false;
        commits += 1;
        if (isLost(commits)) {
          lost += 1;
          client.destroy();
          return;
        }
      }
      client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    get lost() {
      return lost;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
