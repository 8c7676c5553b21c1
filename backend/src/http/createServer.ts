import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type ConnectionLimits, type Connections, trackConnections } from './connections.ts';

/** Slow clients are cut: the head must be there in 5 s, the whole request in 15 s; looked at every second. */
const timeouts = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};
/** Of a listener that only our own programs reach. */
const internalLimits: ConnectionLimits = { total: 10_000, perAddress: undefined, onLimit: () => {} };

const parserFaults: Readonly<Record<string, [status: string, code: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'headers_too_large',
    'The request headers are too large.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request_timeout', 'The request did not arrive in time.'],
};

/** A listening server that has been started on purpose and can be stopped for good. */
export interface ListeningServer {
  /** The real port, when 0 was asked for. */
  readonly port: number;
  /** From now on every answer tells its client to close the connection. The server goes on listening. */
  drain(): void;
  /** Drains and stops listening, lets requests under way end for up to `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** Listens, or fails when the port is taken. What is not HTTP at all is answered as problem+json, too. */
export async function listen(
  listener: RequestListener,
  port: number,
  options: { host?: string; limits?: ConnectionLimits } = {},
): Promise<ListeningServer> {
  const { host, limits = internalLimits } = options;
  const server = createHttpServer(timeouts);
  const connections = trackConnections(server, limits);
  server.on('request', listener);
  server.on('clientError', answerParserFault);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host !== undefined && { host }) }, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    drain: connections.drain,
    close: (graceMs) => closeServer(server, connections, graceMs),
  };
}

async function closeServer(server: Server, connections: Connections, graceMs: number): Promise<void> {
  connections.drain();
  // What has reached this machine is read before anything is closed: Node closes idle connections as it stops listening, and the client of
  // one whose request lies unread gets a reset for an answer.
  await nextTurn();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.closeIdle();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  // Some answers began before the drain and left their connections open.
  const sweep = setInterval(() => void nextTurn().then(connections.closeIdle), 50);
  await closed;
  clearTimeout(timer);
  clearInterval(sweep);
}

/** Resolves when the event loop has read from every connection on which something waits. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function answerParserFault(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, code, detail] = parserFaults[error.code ?? ''] ?? [
    '400 Bad Request',
    'bad_request',
    'This is not a valid HTTP request.',
  ];
  const title = status.slice(4);
  const body = JSON.stringify({
    type: `urn:uvp:problem:${code}`,
    title,
    status: Number(status.slice(0, 3)),
    detail,
    code,
  });
  // `end` alone would leave the socket half open for as long as the client likes.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
