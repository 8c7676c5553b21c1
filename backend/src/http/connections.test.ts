import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../testing/testPlatform.ts';

let server: TestPlatform;
let sockets: Socket[] = [];

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  server = await startTestPlatform({ env: { MAX_CONNECTIONS: '200', MAX_CONNECTIONS_PER_ADDRESS: '50', ...env } });
}
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.stop();
});

/** Opens connections, each after the one before. Every address of 127.0.0.0/8 is this machine. */
async function open(count: number, address: string): Promise<Socket[]> {
  const opened: Socket[] = [];
  for (let n = 0; n < count; n += 1) {
    const socket = connect({
      host: '127.0.0.1',
      port: Number(new URL(server.platform.url).port),
      localAddress: address,
    });
    socket.on('error', () => {});
    await once(socket, 'connect');
    // So that the end of a connection is noticed.
    socket.on('data', () => {});
    opened.push(socket);
  }
  sockets.push(...opened);
  return opened;
}

async function openOne(address: string): Promise<Socket> {
  const [socket] = await open(1, address);
  if (!socket) throw new Error('nothing was opened');
  return socket;
}

/** Sends a request; the first line of the answer, or nothing when the connection ends. */
async function ask(socket: Socket): Promise<string> {
  const ended = once(socket, 'close').then(() => 'closed');
  const answered = once(socket, 'data').then(([chunk]) => String(chunk).split('\r\n')[0] ?? '');
  socket.write('GET /api/v1/health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  return Promise.race([answered, ended]);
}

/** Sends a batch but for its last byte: the request is under way then. @returns sends that byte, and gives the answer */
async function holdBatch(socket: Socket, tenant: TestTenant): Promise<() => Promise<string>> {
  const body = JSON.stringify({ metrics: [{ name: 'orders' }] });
  const head = [
    'POST /api/v1/metrics HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    `X-API-Key: ${tenant.apiKey}`,
    `X-API-Secret: ${tenant.apiSecret}`,
    'Expect: 100-continue',
    `Content-Length: ${body.length}`,
  ];
  const mayGoOn = once(socket, 'data');
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await mayGoOn;
  socket.write(body.slice(0, -1));
  return async () => {
    const answered = once(socket, 'data');
    socket.write(body.slice(-1));
    return String((await answered)[0]).split('\r\n')[0] ?? '';
  };
}

const alive = (all: readonly Socket[]) => all.filter((socket) => !socket.closed).length;
const ok = 'HTTP/1.1 200 OK';

async function limited(limit: string, action: string): Promise<number> {
  const text = await (await fetch(`${server.platform.internalUrl}/metrics`)).text();
  const line = new RegExp(`^uvp_connections_limited_total\\{limit="${limit}",action="${action}"\\} (\\d+)$`, 'm');
  return Number(line.exec(text)?.[1]);
}

describe('connections from one address', () => {
  it('are kept up to a limit; then the one that has been idle longest makes room', async () => {
    await start();
    const neighbour = await openOne('127.0.0.9');
    expect(await ask(neighbour)).toBe(ok);
    const used = await openOne('127.0.0.2');
    const first = await open(30, '127.0.0.2');
    // From now on it has been idle for less time than the thirty.
    expect(await ask(used)).toBe(ok);
    const later = await open(49, '127.0.0.2');
    await expect.poll(() => alive(first)).toBe(0);
    expect(await ask(used)).toBe(ok);
    await open(200, '127.0.0.2');
    await expect.poll(() => alive(sockets)).toBe(51);
    expect([alive(first), alive(later)]).toEqual([0, 0]);
    expect(await ask(await openOne('127.0.0.2'))).toBe(ok);
    expect(await ask(neighbour)).toBe(ok);
    expect([await limited('address', 'given_up'), await limited('address', 'refused')]).toEqual([231, 0]);
  });

  it('are refused when all are busy, and those that are busy end well', async () => {
    await start({ MAX_CONNECTIONS_PER_ADDRESS: '20' });
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    const busy = await open(20, '127.0.0.2');
    const finish = await Promise.all(busy.map((socket) => holdBatch(socket, tenant)));
    expect(await ask(await openOne('127.0.0.2'))).toBe('closed');
    expect(await ask(await openOne('127.0.0.3'))).toBe(ok);
    for (const one of finish) expect(await one()).toBe('HTTP/1.1 202 Accepted');
    expect(await ask(await openOne('127.0.0.2'))).toBe(ok);
    expect(await limited('address', 'refused')).toBe(1);
  });

  it('are not limited behind proxies', async () => {
    await start({ TRUST_PROXY_HOPS: '1' });
    const opened = await open(150, '127.0.0.2');
    expect(await ask(await openOne('127.0.0.2'))).toBe(ok);
    expect(alive(opened)).toBe(150);
  });
});

describe('connections in all', () => {
  it('have a limit; then the one that has been idle longest makes room, whatever address it is of', async () => {
    await start();
    const first = await open(40, '127.0.0.2');
    for (const last of [3, 4, 5, 6]) await open(40, `127.0.0.${last}`);
    const more = await open(40, '127.0.0.7');
    await expect.poll(() => alive(first)).toBe(0);
    expect(alive(more)).toBe(40);
    expect(alive(sockets)).toBe(200);
    expect(await ask(await openOne('127.0.0.8'))).toBe(ok);
    expect(await limited('total', 'refused')).toBe(0);
  });

  it('give up those that have sent a part of a head, and not those with a request under way', async () => {
    await start({ MAX_CONNECTIONS: '20' });
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    const slow = await open(5, '127.0.0.2');
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nX-Slow: ');
    const finish = await holdBatch(await openOne('127.0.0.3'), tenant);
    await open(30, '127.0.0.4');
    await expect.poll(() => alive(slow)).toBe(0);
    expect(await finish()).toBe('HTTP/1.1 202 Accepted');
  });
});
