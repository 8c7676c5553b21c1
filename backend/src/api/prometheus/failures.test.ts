import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingPrometheus } from '../../testing/recordingPrometheus.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';
import { type PrometheusAnswer, startTestQueries, type TestQueries } from '../../testing/testQueries.ts';

let queries: TestQueries;
let upstream: RecordingPrometheus;
let get: TestQueries['get'];
let owner: TestTenant;

beforeAll(async () => {
  queries = await startTestQueries();
  ({ upstream, get, owner } = queries);
});
afterEach(() => upstream.reset());
afterAll(() => queries?.stop());

describe('when Prometheus fails', () => {
  const fail = (status: number, body: unknown, type = 'application/json', headers: Record<string, string> = {}) =>
    upstream.answerWith((_req, res) =>
      res
        .writeHead(status, { 'Content-Type': type, ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body)),
    );

  it("passes on what is wrong with the query, in the engine's words", async () => {
    fail(400, {
      status: 'error',
      errorType: 'bad_data',
      error: 'invalid parameter "query": 1:8: parse error: expected type range vector',
    });
    const bad = await get('query?query=rate(x)');
    expect([bad.status, bad.body.errorType, bad.body.error]).toEqual([
      400,
      'bad_data',
      'invalid parameter "query": parse error: expected type range vector',
    ]);
    fail(422, {
      status: 'error',
      errorType: 'execution',
      error: 'multiple matches for labels: many-to-one matching must be explicit',
    });
    const failed = await get('query?query=x*y');
    expect([failed.status, failed.body.errorType]).toEqual([422, 'execution']);
    expect(failed.body.error).toMatch(/many-to-one/);
  });

  it('keeps to itself what is wrong with Prometheus', async () => {
    fail(422, {
      status: 'error',
      errorType: 'execution',
      error: 'expanding series: open /prometheus/data/01/chunks: no such file',
    });
    expect((await get('query?query=x')).body).toEqual({
      status: 'error',
      errorType: 'execution',
      error: 'The query failed.',
    });
    for (const [status, type] of [
      [500, 'application/json'],
      [404, 'text/plain'],
      [200, 'text/html'],
      [502, 'text/html'],
    ] as const) {
      fail(status, 'secret place', type);
      const { status: answered, body } = await get('query?query=x');
      expect([answered, body.errorType]).toEqual([503, 'unavailable']);
      expect(JSON.stringify(body)).not.toContain('secret');
    }
  });

  it('says when a query takes too long', async () => {
    fail(503, { status: 'error', errorType: 'timeout', error: 'query timed out in expression evaluation' });
    const { status, body, headers } = await get('query?query=x');
    expect([status, body.errorType, headers.get('retry-after')]).toEqual([503, 'timeout', '5']);
  });

  it('follows no redirect', async () => {
    fail(301, '', 'text/html', { Location: `${upstream.url}/api/v1/elsewhere` });
    expect((await get('query?query=x')).status).toBe(503);
    expect(upstream.takeOne().url).toBe('/api/v1/query');
  });

  it('breaks off an answer that breaks off', async () => {
    upstream.answerWith((_req, res) => {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      res.write('{"status":');
      setImmediate(() => res.destroy());
    });
    await expect(get('query?query=x')).rejects.toThrow();
    upstream.reset();
    expect((await get('query?query=x')).status).toBe(200);
  });

  it('closes the connection on an answer over 64 MiB', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    upstream.answerWith((_req, res) => {
      res.setHeader('Content-Type', 'application/json');
      Readable.from(Array.from({ length: 66 }, () => chunk)).pipe(res);
    });
    await expect(get('query?query=x')).rejects.toThrow();
  });

  it('ends the query in Prometheus when the caller goes away', async () => {
    let gone: (value: unknown) => void = () => {};
    const closed = new Promise((resolve) => {
      gone = resolve;
    });
    const abort = new AbortController();
    upstream.answerWith((req, _res) => {
      req.socket.once('close', gone);
      abort.abort();
    });
    const url = `${queries.server.platform.url}/api/v1/prometheus/api/v1/query?query=x`;
    await expect(
      fetch(url, { headers: { Authorization: `Bearer ${owner.token}` }, signal: abort.signal }),
    ).rejects.toThrow();
    await closed;
  });

  it('says when there is none, and when it is down', async () => {
    const absent = await startTestPlatform({ database: queries.server.database });
    const down = await startTestPlatform({
      database: queries.server.database,
      env: { PROMETHEUS_URL: 'http://127.0.0.1:9' },
    });
    const ask = (platform: TestPlatform) =>
      platform.call<PrometheusAnswer>('GET', '/api/v1/prometheus/api/v1/query?query=x', {
        headers: { 'X-API-Key': owner.apiKey, 'X-API-Secret': owner.apiSecret },
      });
    const [none, dead] = [await absent.call('GET', '/api/v1/health'), await ask(down)];
    expect(none.status).toBe(200);
    expect([dead.status, dead.body.errorType]).toEqual([503, 'unavailable']);
    const { status, body } = await ask(absent);
    expect(status).toBe(503);
    expect(body).toEqual({
      status: 'error',
      errorType: 'unavailable',
      error: expect.stringMatching(/no Prometheus here/),
    });
    await Promise.all([absent.stop(), down.stop()]);
  });
});

describe('many queries at once', () => {
  it('runs four of a tenant at a time, and lets other tenants pass', async () => {
    const other = await queries.server.signUp();
    const waiting: (() => void)[] = [];
    let [running, most] = [0, 0];
    upstream.answerWith((_req, res) => {
      running += 1;
      most = Math.max(most, running);
      waiting.push(() => {
        running -= 1;
        res.setHeader('Content-Type', 'application/json').end('{"status":"success"}');
      });
    });
    const mine = Array.from({ length: 10 }, () => get('query?query=x'));
    await expect.poll(() => waiting.length).toBe(4);
    const theirs = get('query?query=x', other.token);
    await expect.poll(() => waiting.length).toBe(5);
    const drain = setInterval(() => waiting.shift()?.(), 5);
    const answers = await Promise.all([...mine, theirs]);
    clearInterval(drain);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(most).toBeLessThanOrEqual(5);
  });

  it.each([
    ['a check of selectors', 'query?query={a=~".*"}', '/api/v1/series'],
    ['formatting', 'format_query?query=x', '/api/v1/format_query'],
  ])('keeps the slots of callers that have gone until Prometheus has ended %s', async (_what, path, asked) => {
    const held: (() => void)[] = [];
    upstream.answerWith((req, res) => {
      const end = () => res.setHeader('Content-Type', 'application/json').end('{"status":"success"}');
      if (req.url === asked) held.push(end);
      else end();
    });
    const caller = new AbortController();
    const ask = (): Promise<unknown> =>
      fetch(`${queries.server.platform.url}/api/v1/prometheus/api/v1/${path}`, {
        headers: { Authorization: `Bearer ${owner.token}` },
        signal: caller.signal,
      });
    const gone = Promise.allSettled(Array.from({ length: 4 }, ask));
    await expect.poll(() => held.length).toBe(4);
    let isAnswered = false;
    const next = get('query?query=x').then((answer) => {
      isAnswered = true;
      return answer;
    });
    caller.abort();
    await gone;
    // By the time that another account's query is through, the server has noticed that the callers have gone.
    const other = await queries.server.signUp();
    expect((await get('query?query=x', other.token)).status).toBe(200);
    expect(isAnswered).toBe(false);
    for (const end of held) end();
    expect((await next).status).toBe(200);
    expect(upstream.requests.map(({ url }) => url).sort()).toEqual(
      [...Array(4).fill(asked), '/api/v1/query', '/api/v1/query'].sort(),
    );
  });

  it('keeps 16 MiB of long ones, and no short one out for them', async () => {
    const waiting: (() => void)[] = [];
    let isHeld = true;
    upstream.answerWith((_req, res) => {
      const end = () => res.setHeader('Content-Type', 'application/json').end('{"status":"success"}');
      if (isHeld) waiting.push(end);
      else end();
    });
    // Parameters that nobody knows are dropped, after they have been read.
    const long = `query=x&unknown=${'y'.repeat(512 * 1024 - 16)}`;
    const mine = Array.from({ length: 33 }, () => queries.post('query', long));
    await expect.poll(() => waiting.length).toBe(4);
    const refused = await Promise.race(mine);
    expect([refused.status, refused.body.errorType]).toEqual([503, 'unavailable']);
    const other = await queries.server.signUp();
    const short = get('query?query=x', other.token);
    await expect.poll(() => waiting.length).toBe(5);
    isHeld = false;
    for (const end of waiting) end();
    const statuses = (await Promise.all(mine)).map(({ status }) => status);
    expect([statuses.filter((status) => status === 200).length, (await short).status]).toEqual([32, 200]);
    expect((await queries.post('query', long)).status).toBe(200);
  });
});
