import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Slow clients are cut: the head must be there in 5 s, the whole request in 15 s; looked at every second. */
const timeouts = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};
const maxConnections = 10_000;

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
  /** Stops listening, lets requests under way end for up to `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** Listens, or fails when the port is taken. What is not HTTP at all is answered as problem+json, too. */
export async function listen(listener: RequestListener, port: number, host?: string): Promise<ListeningServer> {
  const server = createHttpServer(timeouts, listener);
  server.maxConnections = maxConnections;
  server.on('clientError', answerParserFault);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host !== undefined && { host }) }, () => resolve());
  });
  return { port: (server.address() as AddressInfo).port, close: (graceMs) => closeServer(server, graceMs) };
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  // Kept connections become idle one by one as their last answer ends.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearTimeout(timer);
  clearInterval(sweep);
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
