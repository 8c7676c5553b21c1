import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A way to a Pushgateway on which a PUT can be late: its sender hears nothing, and the gateway applies it afterwards. */
export interface DelayingProxy {
  /** The gateway, through here. */
  readonly url: string;
  /** Keeps the next PUT, and cuts the connection of its sender when all of it has arrived. Resolves then. */
  holdNextPut(): Promise<void>;
  /**
   * Lets what is held go on, so long after the next question for the gateway's status.
   * @returns when the gateway has applied it, with the status of its answer
   */
  deliverAfterNextStatus(delayMs: number): Promise<number>;
  stop(): Promise<void>;
}

export async function startDelayingProxy(gatewayUrl: string): Promise<DelayingProxy> {
  let held: { path: string; body: Buffer } | undefined;
  let onHeld: (() => void) | undefined;
  let onStatus: (() => void) | undefined;

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = '', url: path = '' } = req;
    if (method === 'PUT' && onHeld !== undefined) {
      held = { path, body };
      req.socket.destroy();
      onHeld();
      onHeld = undefined;
      return;
    }
    if (path === '/api/v1/status') onStatus?.();
    const answer = await send(gatewayUrl, method, path, body);
    res.writeHead(answer.status).end(answer.body);
  }

  const server = createServer((req, res) => void handle(req, res).catch(() => res.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdNextPut: () =>
      new Promise((resolve) => {
        onHeld = resolve;
      }),
    async deliverAfterNextStatus(delayMs) {
      await new Promise<void>((resolve) => {
        onStatus = resolve;
      });
      await sleep(delayMs);
      if (held === undefined) throw new Error('no PUT is held');
      return (await send(gatewayUrl, 'PUT', held.path, held.body)).status;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(
  base: string,
  method: string,
  path: string,
  body: Buffer,
): Promise<{ status: number; body: Buffer }> {
  const req = request(base + path, { method, headers: { 'Content-Length': body.length }, agent: false });
  req.end(body);
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  return { status: res.statusCode ?? 0, body: Buffer.concat(chunks) };
}
