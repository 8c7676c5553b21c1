import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';

const path = '/api/v1/metrics';
let server: TestPlatform;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestPlatform({ env: { UNAUTHENTICATED_BODIES_MIB: '1' } });
  tenant = await server.signUp();
  await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
});
afterAll(() => server.stop());

function pushWithCredentialsInBody(extra: object = {}) {
  const body = JSON.stringify({
    apiKey: tenant.apiKey,
    apiSecret: tenant.apiSecret,
    metrics: [{ name: 'orders' }],
    ...extra,
  });
  return fetch(server.platform.url + path, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body });
}

interface Flooder {
  readonly socket: Socket;
  /** Of the answer, when there is one; the body is never whole, so it is a refusal. */
  status: string | undefined;
}

/** Sends 60 KiB of blanks, compressed, but for a last byte that never comes: 124 KiB are held for it. */
async function openFlooder(): Promise<Flooder> {
  const body = gzipSync(' '.repeat(60 * 1024));
  const socket = createConnection(Number(new URL(server.platform.url).port), '127.0.0.1');
  const flooder: Flooder = { socket, status: undefined };
  socket.on('error', () => {});
  socket.once('data', (data) => {
    flooder.status = /^HTTP\/1.1 (\d+)/.exec(String(data))?.[1];
  });
  await once(socket, 'connect');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length + 1}\r\n\r\n`,
  );
  socket.write(body);
  return flooder;
}

const flooders = 40;
/** Of 124 KiB each, in a budget of 1 MiB; while some have only begun, a few more. */
const mostHeld = 16;

async function flood(): Promise<Flooder[]> {
  const opened = await Promise.all(Array.from({ length: flooders }, openFlooder));
  const refused = () => opened.filter(({ status }) => status === '503').length;
  await expect.poll(refused).toBeGreaterThanOrEqual(flooders - mostHeld);
  return opened;
}

describe('bodies that arrive before it is known who sends them', () => {
  it('may have 64 KiB; credentials in the headers allow more', async () => {
    const note = 'x'.repeat(64 * 1024);
    const answer = await pushWithCredentialsInBody({ batchId: note });
    expect(answer.status).toBe(413);
    expect(((await answer.json()) as { detail: string }).detail).toContain('X-API-Secret');
    const metrics = Array.from({ length: 1_000 }, () => ({
      name: 'orders',
      labels: {},
      value: 1,
      timestamp: Date.now(),
    }));
    expect(JSON.stringify({ metrics }).length).toBeGreaterThan(64 * 1024);
    expect((await server.push(tenant, metrics)).status).toBe(202);
  });

  it('share a budget: past it they get a 503, known senders go on, and all is free again when they are gone', async () => {
    const first = await flood();
    expect(first.some(({ status }) => status === undefined)).toBe(true);
    expect((await server.push(tenant, [{ name: 'orders' }])).status).toBe(202);
    for (const { socket } of first) socket.destroy();
    const few = await Promise.all(Array.from({ length: 7 }, openFlooder));
    expect((await pushWithCredentialsInBody()).status).toBe(202);
    expect(few.filter(({ status }) => status !== undefined)).toEqual([]);
    for (const { socket } of few) socket.destroy();
  });

  it('are given up when they do not come in time', { timeout: 20_000 }, async () => {
    const opened = await flood();
    const answered = () => opened.filter(({ status }) => status !== undefined).length;
    await expect.poll(answered, { timeout: 8_000 }).toBe(flooders);
    expect(new Set(opened.map(({ status }) => status))).toEqual(new Set(['503', '408']));
    for (const { socket } of opened) socket.destroy();
  });
});

describe('the management API', () => {
  const send = (where: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${server.platform.url}/api/v1${where}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: new Uint8Array(Buffer.from(body)),
    });

  it('asks who is there before it reads a body', async () => {
    for (const body of ['not json', `"${'x'.repeat(200 * 1024)}"`]) {
      expect((await send('/apikeys', body)).status).toBe(401);
      expect((await send('/metric-configs', body)).status).toBe(401);
    }
    const known = await send('/apikeys', 'not json', { Authorization: `Bearer ${tenant.token}` });
    expect(known.status).toBe(400);
  });

  it('reads 4 KiB, not compressed, of those who sign in or up', async () => {
    const large = JSON.stringify({ email: 'a@example.test', password: 'x'.repeat(5_000) });
    for (const where of ['/auth/signin', '/auth/signup']) {
      expect((await send(where, large)).status).toBe(413);
      expect((await send(where, gzipSync('{}'), { 'Content-Encoding': 'gzip' })).status).toBe(415);
    }
  });
});
