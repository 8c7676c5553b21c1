import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the gate does with requests for samples. Everything else passes. */
export type GateMode = 'pass' | 'answer503' | 'cutReply' | 'refuseConnection';

/** One request for samples as it came by. */
export interface SeenRequest {
  readonly method: string;
  readonly atMs: number;
  /** As it came over the wire: request line, headers, body. */
  readonly bytes: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Stands before a real server, so that its network can fail on demand; browsers know the server under the gate's address only. */
export interface Gate {
  readonly url: string;
  readonly port: number;
  readonly requests: SeenRequest[];
  forwardTo(url: string): void;
  /** `cutReply` lets requests through, and cuts the connection instead of the reply. */
  set(mode: GateMode): Promise<void>;
  close(): Promise<void>;
}

export async function startGate(): Promise<Gate> {
  let mode: GateMode = 'pass';
  let target = '';
  const requests: SeenRequest[] = [];
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks);
      const forSamples = req.url === '/api/v1/metrics';
      if (forSamples) requests.push(seen(req, body));
      if (forSamples && mode === 'answer503') {
        res.writeHead(503, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }).end();
        return;
      }
      forward(new URL(req.url ?? '/', target), req, body, res, () => forSamples && mode === 'cutReply');
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    forwardTo(url) {
      target = url;
    },
    async set(next) {
      mode = next;
      if (next === 'refuseConnection' && server.listening) await stop();
      if (next !== 'refuseConnection' && !server.listening) await listen(port);
    },
    close: stop,
  };
}

function seen(req: IncomingMessage, body: Buffer): SeenRequest {
  const head = [`${req.method} ${req.url} HTTP/1.1`];
  for (let i = 0; i < req.rawHeaders.length; i += 2) head.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
  const bytes = Buffer.byteLength(`${head.join('\r\n')}\r\n\r\n`) + body.length;
  return { method: req.method ?? '', atMs: Date.now(), bytes, headers: req.headers, body: body.toString() };
}

function forward(url: URL, req: IncomingMessage, body: Buffer, res: ServerResponse, cut: () => boolean): void {
  const { 'transfer-encoding': _chunked, ...headers } = req.headers;
  const outgoing = request(url, { method: req.method, headers: { ...headers, host: url.host } }, (answer) => {
    if (cut() && req.method === 'POST') {
      answer.resume().on('end', () => res.destroy());
      return;
    }
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  outgoing.on('error', () => res.destroy());
  outgoing.end(body);
}
