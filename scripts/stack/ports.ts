import { createServer } from 'node:net';

/** Ports given out by this process whose servers do not listen yet. */
const promised = new Set<number>();
const START_TRIES = 4;
const HIGHEST_PORT = 65_535;

/** In order of preference; 0 is any. */
export type Preferred = number | readonly number[];

/**
 * The first of the preferred ports on which nothing listens, on 127.0.0.1 or on all addresses; when all are taken the next free one above
 * the last of them; without any that is preferred a free one. It is reserved within this process until `releasePort`.
 */
export async function choosePort(preferred: Preferred = []): Promise<number> {
  const candidates = [preferred].flat().filter((port) => port !== 0);
  const last = candidates.at(-1);
  for (const port of candidates) if (await reserve(port)) return port;
  for (let port = (last ?? HIGHEST_PORT) + 1; port <= HIGHEST_PORT; port += 1) if (await reserve(port)) return port;
  for (;;) {
    const port = await listenOnce(0, '127.0.0.1');
    if (port !== undefined && (await reserve(port))) return port;
  }
}

/** Ends the reservation: the server listens by now, or never will. */
export function releasePort(port: number): void {
  promised.delete(port);
}

/**
 * Starts a server on the port that `choosePort` finds. Between our look and its own bind another process may take the port; a start that
 * fails for that reason is tried again on the next one.
 */
export async function startOnFreePort<T>(
  preferred: Preferred | undefined,
  start: (port: number) => Promise<T>,
): Promise<T> {
  let candidates = preferred ?? [];
  const isAnyRight = [candidates].flat().every((port) => port === 0);
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(candidates);
    try {
      return await start(port);
    } catch (error) {
      const wasTaken = error instanceof Error && /address already in use/i.test(error.message);
      if (!wasTaken || attempt === START_TRIES) throw error;
      if (!isAnyRight) candidates = port + 1;
    } finally {
      releasePort(port);
    }
  }
}

async function reserve(port: number): Promise<boolean> {
  if (promised.has(port) || !(await isFree(port))) return false;
  promised.add(port);
  return true;
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
