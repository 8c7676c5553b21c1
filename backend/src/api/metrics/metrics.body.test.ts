import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateApiKey } from '../../credentials/apiKeySecret.ts';
import { addressUnderTest } from '../../testing/addressUnderTest.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';

let server: TestPlatform;
let tenant: TestTenant;
let metricId: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await startTestPlatform();
  tenant = await server.signUp();
  metricId = await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter', labels: { plan: '' } });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await server.stop();
});

const path = addressUnderTest.collectPath;
const mebibyte = 1024 * 1024;
const body = JSON.stringify({ metrics: [{ name: 'orders' }] });

interface RawAnswer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: { code?: string; accepted?: number };
}

/** Sends the parts one after another, chunked unless there is a Content-Length, as a plain Node client does. */
async function send(
  parts: Iterable<string | Buffer>,
  headers: OutgoingHttpHeaders = {},
  method = 'POST',
): Promise<RawAnswer> {
  const request = httpRequest(server.platform.url + path, {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-API-Key': tenant.apiKey,
      'X-API-Secret': tenant.apiSecret,
      ...headers,
    },
  });
  const answered = once(request, 'response');
  for (const part of parts) if (!request.write(part)) await Promise.race([once(request, 'drain'), answered]);
  request.end();
  const [response] = await answered;
  const answer = await text(response);
  return { status: response.statusCode, headers: response.headers, body: answer === '' ? {} : JSON.parse(answer) };
}

/** Writes bytes as they are and gives back everything that comes until the server closes. */
async function speak(bytes: string): Promise<{ answer: string; ms: number; socket: Socket }> {
  const socket = connect({ port: Number(new URL(server.platform.url).port), host: '127.0.0.1', allowHalfOpen: true });
  const startedAt = performance.now();
  sockets.push(socket);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(bytes);
  await once(socket, 'end');
  return { answer, ms: performance.now() - startedAt, socket };
}

const refuses = (answer: RawAnswer, status: number, code: string) => {
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.headers['content-type']).toMatch('application/problem+json');
  expect(answer.headers['access-control-allow-origin']).toBe('*');
};

describe('the body of POST /api/v1/metrics', () => {
  it.each([
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['br', brotliCompressSync(body)],
    ['identity', Buffer.from(body)],
    ['GZIP', gzipSync(body)],
  ])('may be encoded as %s', async (encoding, bytes) => {
    expect(await send([bytes], { 'Content-Encoding': encoding })).toMatchObject({ status: 202, body: { accepted: 1 } });
  });

  it.each(['zstd', 'gzip, gzip', 'x'])('is a 415 in the encoding %s', async (encoding) => {
    refuses(await send([gzipSync(body)], { 'Content-Encoding': encoding }), 415, 'unsupported_media_type');
  });

  it('is a 400 when it is not what its encoding says, or breaks off', async () => {
    const gzip = { 'Content-Encoding': 'gzip' };
    refuses(await send([body], gzip), 400, 'incomplete_body');
    refuses(await send([gzipSync(body).subarray(0, 20)], gzip), 400, 'incomplete_body');
    refuses(await send([''], gzip), 400, 'incomplete_body');
  });

  it('may come in chunks, cut anywhere', async () => {
    const bytes = Buffer.from(JSON.stringify({ metrics: [{ name: 'orders', labels: { plan: 'ünïcödé' } }] }));
    const parts = Array.from({ length: bytes.length }, (_, i) => bytes.subarray(i, i + 1));
    expect(await send(parts)).toMatchObject({ status: 202 });
  });

  it.each([
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    '',
  ])('is a 415 as %j', async (type) =>
    refuses(await send([body], { 'Content-Type': type }), 415, 'unsupported_media_type'),
  );

  it.each(['application/json; charset=utf-8', 'Application/JSON'])('is fine as %j', async (type) => {
    expect(await send([body], { 'Content-Type': type })).toMatchObject({ status: 202 });
  });

  it('is a 400 when it is not UTF-8, and may begin with a byte order mark', async () => {
    const broken = Buffer.concat([
      Buffer.from('{"metrics":[{"name":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}]}'),
    ]);
    refuses(await send([broken]), 400, 'invalid_json');
    expect(await send([Buffer.from([0xef, 0xbb, 0xbf]), body])).toMatchObject({ status: 202 });
  });

  it('is a 413 past 1 MiB, whether the length was told or not', async () => {
    const padding = Buffer.alloc(mebibyte, 0x20);
    refuses(await send([padding, body], { 'Content-Length': mebibyte + body.length }), 413, 'payload_too_large');
    const chunked = await send([padding, body]);
    refuses(chunked, 413, 'payload_too_large');
    expect(chunked.headers.connection).toBe('keep-alive');
    refuses(await send([padding, padding, padding, padding, body]), 413, 'payload_too_large');
    expect(await send([padding.subarray(body.length), body])).toMatchObject({ status: 202 });
  });

  it('is a 413, and soon, when it inflates to a hundred megabytes', async () => {
    const bombs = { gzip: gzipSync(Buffer.alloc(100 * mebibyte)), br: brotliCompressSync(Buffer.alloc(20 * mebibyte)) };
    for (const [encoding, bomb] of Object.entries(bombs)) {
      const startedAt = performance.now();
      refuses(await send([bomb], { 'Content-Encoding': encoding }), 413, 'payload_too_large');
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }
  });

  it('is not needed to refuse credentials: a large one does not hide the answer', async () => {
    const padding = Array.from({ length: 32 }, () => Buffer.alloc(65_536, 0x20));
    const { apiKey, apiSecret } = generateApiKey();
    refuses(await send(padding, { 'X-API-Key': apiKey, 'X-API-Secret': apiSecret }), 401, 'invalid_api_key');
    refuses(await send(padding, { 'Content-Type': 'image/png' }), 415, 'unsupported_media_type');
  });

  it('leaves the connection usable when all of it was read', async () => {
    const refused = await send([body], { 'X-API-Secret': generateApiKey().apiSecret });
    expect([refused.status, refused.headers.connection]).toEqual([401, 'keep-alive']);
  });
});

describe('/api/v1/metrics', () => {
  it.each([
    ['traceparent,tracestate,baggage', true],
    ['sentry-trace, x-datadog-trace-id, Request-Id', true],
    ['X-API-Key', true],
    ['bad name', false],
    ['x\tinjected: y', false],
    ['a,'.repeat(3_000), false],
  ])('allows a page to send the headers that it asks for: %j, %s', async (asked, isAllowed) => {
    const response = await fetch(server.platform.url + path, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://shop.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': asked,
      },
    });
    expect(response.status).toBe(204);
    const allowed = response.headers.get('access-control-allow-headers') ?? '';
    expect(allowed).toContain('X-API-Secret');
    expect(allowed.endsWith(`, ${asked}`)).toBe(isAllowed);
  });

  it('answers a preflight before it asks who is there', async () => {
    const response = await fetch(server.platform.url + path, {
      method: 'OPTIONS',
      headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS');
    expect(response.headers.get('access-control-allow-headers')?.toLowerCase().split(', ')).toEqual(
      expect.arrayContaining(['content-type', 'x-api-key', 'x-api-secret', 'idempotency-key']),
    );
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('is a 405 for %s', async (method) => {
    const answer = await send([], {}, method);
    refuses(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe('POST, OPTIONS');
  });

  it('shows itself to pages of other origins, and gives each request its id', async () => {
    const { headers } = await send([body], { 'X-Request-Id': 'trace-0123456789' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-store',
      'x-request-id': 'trace-0123456789',
    });
    expect(headers['access-control-expose-headers']).toMatch('Retry-After');
  });
});

describe('a client that does not keep to the protocol', () => {
  const head = () =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-Key: ${tenant.apiKey}\r\nX-API-Secret: ${tenant.apiSecret}\r\n`;

  it('that never ends its headers is cut, even when it never closes', { timeout: 15_000 }, async () => {
    const { answer, ms, socket } = await speak(`POST ${path} HTTP/1.1\r\nHost: x\r\nX-A: `);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
    expect(ms).toBeLessThan(7_500);
    // Our side is still open; nobody is there any more to read what we go on sending.
    const failed = once(socket, 'error');
    const sending = setInterval(() => socket.write('x'), 10);
    await expect(failed).resolves.toMatchObject([{ code: expect.stringMatching(/EPIPE|ECONNRESET/) }]);
    clearInterval(sending);
  });

  it('that says less than it sends has only that much read, and nothing after it is believed', async () => {
    const before = await server.total(tenant, metricId);
    const { answer } = await speak(`${head()}Content-Length: ${body.length}\r\n\r\n${body}${body}`);
    expect(answer).toMatch(/HTTP\/1\.1 400 /);
    expect((await server.total(tenant, metricId)) - before).toBeLessThanOrEqual(1);
  });

  it.each([
    ['both lengths', `Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef'],
    ['a length that is no number', 'Content-Length: 5x\r\n\r\nabcde'],
    ['a chunk that is none', 'Transfer-Encoding: chunked\r\n\r\nxyz\r\n'],
  ])('that gives %s is a 400, and the connection is closed', async (_what, rest) => {
    const before = await server.total(tenant, metricId);
    const { answer } = await speak(head() + rest);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(await server.total(tenant, metricId)).toBe(before);
  });
});
