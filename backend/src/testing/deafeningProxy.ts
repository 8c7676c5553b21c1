import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** Stands between a server and its Postgres and keeps the announcements of changes from it, and nothing else. */
export interface DeafeningProxy {
  /** The database's URL by way of the proxy. */
  readonly url: string;
  /**
   * `silent`: the listening connection seems alive and carries nothing any more, as when a network is cut; new ones get no answer.
   * `refused`: it is closed, and so are new ones.
   */
  deafen(how: 'silent' | 'refused'): void;
  /** How many connections listen by way of the proxy, and hear. */
  listeners(): number;
  /** Listening works again for connections that are opened from now on. */
  hear(): void;
  stop(): Promise<void>;
}

const listenerName = 'uvp-listen';

export async function startDeafeningProxy(databaseUrl: string): Promise<DeafeningProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const listening = new Set<{ near: Socket; far: Socket }>();
  let mode: 'hearing' | 'silent' | 'refused' = 'hearing';

  function forget(pair: { near: Socket; far: Socket }, how: 'silent' | 'refused'): void {
    listening.delete(pair);
    pair.near.unpipe(pair.far);
    pair.far.unpipe(pair.near);
    // Read and thrown away, so that nothing waits in a buffer to be delivered later.
    pair.near.resume();
    pair.far.resume();
    if (how === 'refused') for (const socket of [pair.near, pair.far]) socket.destroy();
  }

  const server = createServer((near) => {
    const far = createConnection(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    // The first message of a connection says in clear what it is for (PostgreSQL protocol 3.0, StartupMessage).
    near.once('data', (startup: Buffer) => {
      const pair = { near, far };
      const isListener = startup.includes(listenerName);
      if (isListener && mode !== 'hearing') {
        forget(pair, mode);
        return;
      }
      if (isListener) {
        listening.add(pair);
        near.once('close', () => listening.delete(pair));
      }
      far.write(startup);
      near.pipe(far);
      far.pipe(near);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);

  return {
    url: url.href,
    deafen(how) {
      mode = how;
      for (const pair of listening) forget(pair, how);
    },
    listeners: () => listening.size,
    hear() {
      mode = 'hearing';
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
