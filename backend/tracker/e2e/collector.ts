import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One element of `metrics` as it arrived. */
export interface SeenSample {
  readonly name: string;
  readonly value: number | number[];
  readonly labels: Readonly<Record<string, string>>;
}

/** One POST as it arrived. */
export interface SeenBatch {
  readonly headers: IncomingHttpHeaders;
  readonly body: { batchId: string; metrics: SeenSample[]; dropped?: number; apiKey?: string; apiSecret?: string };
  /** What it was answered; 0 is a connection cut without an answer. */
  readonly status: number;
}

/** A stand-in for `POST /api/v1/metrics` that keeps what it gets and answers as told. */
export interface Collector {
  readonly url: string;
  /** POSTs in order of arrival. */
  readonly batches: SeenBatch[];
  /** How many preflights came. */
  preflights: number;
  /** Statuses of the next answers; then 202. Status 0 reads the request and cuts the connection, -1 never answers. */
  readonly answers: number[];
  /** Seconds of Retry-After beside every answer but 202. */
  retryAfter: number | undefined;
  /** Samples of all batches that were answered 202. */
  samples(): SeenSample[];
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const batches: SeenBatch[] = [];
  const answers: number[] = [];
  const server = createServer((req, res) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    if (req.method === 'OPTIONS') {
      collector.preflights += 1;
      res.setHeader('Access-Control-Allow-Headers', 'Content-Type, X-API-Key, X-API-Secret');
      res.writeHead(204).end();
      return;
    }
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const status = answers.shift() ?? 202;
      batches.push({ headers: req.headers, body: JSON.parse(Buffer.concat(chunks).toString()), status });
      if (status !== 202 && collector.retryAfter !== undefined) res.setHeader('Retry-After', collector.retryAfter);
      respond(res, status);
    });
  });
  const collector: Collector = {
    url: await listen(server),
    batches,
    answers,
    preflights: 0,
    retryAfter: undefined,
    samples: () => batches.filter(({ status }) => status === 202).flatMap(({ body }) => body.metrics),
    close: () => close(server),
  };
  return collector;
}

function respond(res: ServerResponse, status: number): void {
  if (status === -1) return;
  if (status === 0) res.destroy();
  else if (status >= 400) res.writeHead(status, { 'Content-Type': 'application/problem+json' }).end('{}');
  else res.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
}

/** A website on an origin of its own: the same HTML under every path that no script has. */
export interface Site {
  readonly url: string;
  html: string;
  /** JavaScript by path. */
  readonly scripts: Map<string, string>;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const server = createServer((req, res) => {
    const script = site.scripts.get(req.url ?? '');
    const type = script === undefined ? 'text/html' : 'text/javascript';
    res.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(script ?? site.html);
  });
  const site: Site = { url: await listen(server), html: '', scripts: new Map(), close: () => close(server) };
  return site;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
