import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSessionToken } from '../api/auth/sessionToken.ts';
import { connectDatabase } from '../database/connect.ts';
import { createModels } from '../models/index.ts';
import { createTestApp, type TestApp, type TestUser } from '../testing/testApp.ts';

let t: TestApp;
let user: TestUser;
beforeAll(async () => {
  t = await createTestApp({ env: { CORS_ORIGINS: 'https://dashboard.example.test' } });
  user = await t.signUp();
});
afterAll(() => t.close());

const keys = '/api/v1/apikeys';
const post = (type: string, body: string | Buffer) =>
  t.request
    .post(keys)
    .set({ ...user.auth, 'Content-Type': type })
    .serialize((value: unknown) => value as string)
    .send(body as string);

describe('a failure', () => {
  it('is problem+json with the id of the request', async () => {
    const { status, body, headers } = await t.request.get('/api/v1/nothing').set('X-Request-Id', 'trace-0123456789');
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(headers['x-request-id']).toBe('trace-0123456789');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      type: 'urn:uvp:problem:unknown_route',
      title: 'Not found',
      status: 404,
      detail: 'There is no GET /api/v1/nothing here.',
      code: 'unknown_route',
      requestId: 'trace-0123456789',
    });
  });

  it.each(['short', 'with space in it', 'a'.repeat(65), 'line%0Abreak-0123'])(
    'does not take %j for an id of a request',
    async (id) => {
      const { body, headers } = await t.request.get('/api/v1/nothing').set('X-Request-Id', id);
      expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers['x-request-id']).toBe(body.requestId);
    },
  );

  it.each([
    ['GET', '/'],
    ['GET', '/api'],
    ['GET', '/api/v1'],
    ['GET', '/api/v2/auth/me'],
    ['GET', '/metrics'],
    ['GET', '/.env'],
    ['GET', '/api/v1/auth/signin'],
    ['PATCH', keys],
    ['PUT', `${keys}/x`],
    ['DELETE', '/api/v1/metric-configs'],
    ['GET', '/api/v1/health/nothing'],
    ['TRACE', '/api/v1/auth/me'],
  ])('is a 404 in JSON for %s %s', async (method, path) => {
    const sent = method === 'TRACE' ? t.request.trace(path) : t.request[method.toLowerCase() as 'get'](path);
    const { status, body } = await sent.set(user.auth);
    expect([status, body.code]).toEqual([404, 'unknown_route']);
  });

  it('has no body for HEAD', async () => {
    const { status, text, headers } = await t.request.head('/api/v1/nothing');
    expect([status, text ?? '']).toEqual([404, '']);
    expect(headers['content-type']).toMatch('application/problem+json');
  });

  it.each([`${keys}/%E0%A4%A`, `${keys}/%`, '/api/v1/metric-configs/%ff'])(
    'is a 400 for the bad encoding of %s',
    async (path) => {
      const answers = [
        await t.request.get(path).set(user.auth),
        await t.request.delete(path).set(user.auth),
        await t.request.delete(path),
      ];
      for (const { status, body } of answers) expect([status, body.code]).toEqual([400, 'bad_path']);
    },
  );
});

describe('a body', () => {
  it.each(['{"keyName": "x"', '{keyName: 1}', '', 'null', '"text"', '1', '\u0000', '[', '{"a":1}{"b":2}'])(
    'is refused when it is %j',
    async (text) => {
      const { status, body } = await post('application/json', text);
      expect(status).toBe(400);
      expect(['invalid_json', 'validation_failed']).toContain(body.code);
      expect(body.detail).not.toContain('position');
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', 'nonsense'])(
    'is refused as %s',
    async (type) => {
      const { status, body } = await post(type, '{"keyName":"x"}');
      expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('is refused without a type', async () => {
    const { status } = await t.request.post(keys).set(user.auth).set('Content-Type', '').send('{"keyName":"x"}');
    expect(status).toBe(415);
  });

  it('may be absent, which leaves the fields out', async () => {
    const { status, body } = await t.request.post(keys).set(user.auth);
    expect([status, body.errors[0].path]).toEqual([400, 'body.keyName']);
  });

  it('is refused in a charset or an encoding that we do not read', async () => {
    expect((await post('application/json; charset=latin1', '{"keyName":"x"}')).status).toBe(415);
    const compressed = await t.request
      .post(keys)
      .set({ ...user.auth, 'Content-Type': 'application/json', 'Content-Encoding': 'compress' })
      .send('{"keyName":"x"}');
    expect(compressed.status).toBe(415);
  });

  it('is refused when it is larger than 100 KiB', async () => {
    const { status, body } = await post('application/json', JSON.stringify({ keyName: 'x'.repeat(110_000) }));
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
  });

  it('is refused when it becomes larger than 100 KiB', async () => {
    const bomb = gzipSync(JSON.stringify({ keyName: 'x'.repeat(20_000_000) }));
    expect(bomb.length).toBeLessThan(100_000);
    const startedAtMs = performance.now();
    const { status } = await t.request
      .post(keys)
      .set({ ...user.auth, 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .serialize((value: unknown) => value as string)
      .send(bomb as unknown as string);
    expect(status).toBe(413);
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  });

  it('is read when it is compressed', async () => {
    const { status } = await t.request
      .post(keys)
      .set({ ...user.auth, 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .serialize((value: unknown) => value as string)
      .send(gzipSync('{"keyName":"zipped"}') as unknown as string);
    expect(status).toBe(201);
  });

  it.each([
    '{"keyName":"x","__proto__":{"isOperator":true}}',
    '{"keyName":"x","__proto__":{}}',
    '{"keyName":"x","constructor":{"prototype":{"polluted":true}}}',
    '{"keyName":"x","toString":1}',
    '{"keyName":"x","hasOwnProperty":null}',
    '{"keyName":{"__proto__":{"polluted":true}}}',
  ])('changes no prototype as %s', async (text) => {
    const { status } = await post('application/json', text);
    expect(status).toBe(400);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.get({}, 'isOperator')).toBeUndefined();
  });

  it('may be nested deep or have very many fields, and is refused all the same', async () => {
    const deep = `{"keyName":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect((await post('application/json', deep)).status).toBe(400);
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`f${i}`, 1])));
    const { status, body, text } = await post('application/json', wide);
    expect([status, body.errors.length]).toEqual([400, 50]);
    expect(text.length).toBeLessThan(10_000);
    const longName = await post('application/json', JSON.stringify({ ['n'.repeat(90_000)]: 1 }));
    expect(longName.text.length).toBeLessThan(2_000);
  });
});

describe('the management API', () => {
  it('answers other origins only when they are on the list, and never with credentials', async () => {
    const preflight = (origin: string) =>
      t.request.options(keys).set({ Origin: origin, 'Access-Control-Request-Method': 'POST' });
    const allowed = await preflight('https://dashboard.example.test');
    expect(allowed.headers['access-control-allow-origin']).toBe('https://dashboard.example.test');
    expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
    for (const origin of [
      'https://evil.test',
      'null',
      'https://dashboard.example.test.evil.test',
      'http://dashboard.example.test',
    ]) {
      expect((await preflight(origin)).headers['access-control-allow-origin'], origin).toBeUndefined();
      const answer = await t.request.get(keys).set({ ...user.auth, Origin: origin });
      expect(answer.headers['access-control-allow-origin'], origin).toBeUndefined();
    }
  });

  it('is never cached and says nothing of what it is made of', async () => {
    const { headers } = await t.request.get(keys).set(user.auth);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers.etag).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toMatch(/require-trusted-types-for 'script';trusted-types 'none'/);
    expect(headers['strict-transport-security']).toContain('max-age=');
  });

  it('answers 503 with Retry-After while the database is gone, and logs why without secrets', async () => {
    const database = connectDatabase('postgres://uvp:hunter2-secret@127.0.0.1:1/uvp');
    const broken = await createTestApp({ deps: { database, models: createModels(database.sequelize) } });
    const token = signSessionToken({ userId: user.id, tokenVersion: 1, sessionId: undefined }, broken.deps.config.jwt);
    const answers = [
      await broken.request.get(keys).set('Authorization', `Bearer ${token}`),
      await broken.request.post('/api/v1/auth/signin').send({ email: user.email, password: user.password }),
    ];
    for (const { status, body, headers, text } of answers) {
      expect([status, body.code]).toEqual([503, 'database_unavailable']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(text).not.toMatch(/127\.0\.0\.1|ECONN|hunter2/);
    }
    expect(broken.log.text()).toContain('ECONNREFUSED');
    expect(broken.log.text()).not.toContain('hunter2');
    await database.close();
    await broken.close();
  });
});

describe('the access log', () => {
  it('names the pattern of the route, never the path, and is one line a request', async () => {
    const before = t.log.lines.length;
    await t.request
      .delete(`${keys}/00000000-0000-4000-8000-00000000beef?x=%0Aforged`)
      .set({ ...user.auth, 'User-Agent': 'x\tforged' });
    await t.request.get('/api/v1/nothing/secret-path');
    const added = t.log.lines.slice(before).map((line) => JSON.parse(line));
    // The security log names records, by ids that have the form of one.
    const lines = added.filter(({ message }) => message !== 'security');
    expect(lines.map((line) => line.message)).toEqual([`DELETE ${keys}/:id 404`, 'GET unmatched 404']);
    expect(JSON.stringify(lines)).not.toMatch(/beef|forged|secret-path/);
    const { values } = await t.metrics.httpRequestSeconds.get();
    expect(new Set(values.map(({ labels }) => labels.route))).not.toContain('/api/v1/nothing/secret-path');
  });
});

describe('a body that is not in the encoding it claims', () => {
  it.each(['gzip', 'deflate', 'br'])('is a 400 for %s, also of a query', async (encoding) => {
    const headers = { 'Content-Encoding': encoding };
    const managed = await post('application/json', Buffer.from('{"keyName":"not compressed at all"}')).set(headers);
    expect([managed.status, managed.body.code]).toEqual([400, 'incomplete_body']);
    const cut = await post('application/json', gzipSync('{"keyName":"x"}').subarray(0, 12)).set(headers);
    expect([cut.status, cut.body.code]).toEqual([400, 'incomplete_body']);
    const queried = await t.request
      .post('/api/v1/prometheus/api/v1/query')
      .set({ ...user.auth, ...headers, 'Content-Type': 'application/x-www-form-urlencoded' })
      .send('query=up');
    expect(queried.status).toBe(400);
  });

  it('is a 415 for an encoding that nobody knows', async () => {
    const { status } = await post('application/json', Buffer.from('{}')).set('Content-Encoding', 'zstd-like');
    expect(status).toBe(415);
  });
});
