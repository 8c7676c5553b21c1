import { createServer } from 'node:net';

/** Ports given out by this process whose servers do not listen yet. */
const promised = new Set<number>();
const START_TRIES = 4;

/**
 * The preferred port when nothing listens on it, on 127.0.0.1 or on all addresses; otherwise a free one. It is reserved
 * within this process until `releasePort`.
 */
export async function choosePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && preferred !== 0 && !promised.has(preferred) && (await isFree(preferred))) {
    promised.add(preferred);
    return preferred;
  }
  for (;;) {
    const port = await listenOnce(0, '127.0.0.1');
    if (port !== undefined && !promised.has(port) && (await isFree(port))) {
      promised.add(port);
      return port;
    }
  }
}

/** Ends the reservation: the server listens by now, or never will. */
export function releasePort(port: number): void {
  promised.delete(port);
}

/**
 * Starts a server on the preferred port or a free one. Between our look and its own bind another process may take the
 * port; a start that fails for that reason is tried again on another.
 */
export async function startOnFreePort<T>(
  preferred: number | undefined,
  start: (port: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(attempt === 1 ? preferred : undefined);
    try {
      return await start(port);
    } catch (error) {
      const wasTaken = error instanceof Error && /address already in use/i.test(error.message);
      if (!wasTaken || attempt === START_TRIES) throw error;
    } finally {
      releasePort(port);
    }
  }
}

// Both are asked: macOS lets a second server bind 127.0.0.1 beside one that holds all addresses.
async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port, '127.0.0.1')) !== undefined && (await listenOnce(port)) !== undefined;
}

/** The port listened on for a moment; undefined when it was taken. */
function listenOnce(port: number, host?: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
