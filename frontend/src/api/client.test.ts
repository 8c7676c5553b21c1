import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, DeletedError, isAbort, UnreachableError } from '../failure.ts';
import { type Api, createApi } from './client.ts';
import { fetchHealth } from './health.ts';
import { fetchStats } from './metricConfigs.ts';
import { queryInstant, queryRange, queryTime } from './prometheus.ts';
import { number, object } from './shape.ts';

/** What was asked of the server, and what it answers next. */
interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = { readonly status?: number; readonly body?: string } | 'close' | 'wait';

let server: Server;
let asked: Asked[];
let answers: Answer[];

beforeAll(async () => {
  server = createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    asked.push({ method: req.method, url: req.url, headers: req.headers, body: Buffer.concat(parts).toString() });
    const answer = answers.shift() ?? {};
    if (answer === 'wait') return;
    if (answer === 'close') return void req.socket.destroy();
    res.statusCode = answer.status ?? 200;
    res.end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubGlobal('location', new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/uvp/`));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllGlobals();
});

let leave: AbortController;
let api: Api;
beforeEach(() => {
  asked = [];
  answers = [];
  leave = new AbortController();
  api = createApi({ presence: () => 'idle', signal: leave.signal });
});

const json = (value: unknown, status = 200): Answer => ({ status, body: JSON.stringify(value) });
const problem = (status: number, code: string, more: object = {}) =>
  json({ status, code, detail: `It is ${code}.`, ...more }, status);
const size = object({ size: number });
const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

describe('a call of the API', () => {
  it('goes to the API below the page, says whether somebody is there, and reads the answer', async () => {
    answers = [json({ size: 3, more: true })];
    expect(await api.call({ path: '/boxes', answer: size })).toEqual({ size: 3 });
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/uvp/api/v1/boxes', body: '' });
    expect(asked[0]?.headers).toMatchObject({ accept: 'application/json', 'x-uvp-session': 'idle' });
    expect(asked[0]?.headers).not.toHaveProperty('content-type');
  });

  it('sends JSON, or a form', async () => {
    answers = [{}, {}];
    await api.call({ method: 'POST', path: '/boxes', body: { size: 3 } });
    await api.call({ method: 'POST', path: '/query', form: new URLSearchParams({ query: 'a{b="c"}' }) });
    expect(asked.map(({ headers, body }) => [headers['content-type']?.split(';')[0], body])).toEqual([
      ['application/json', '{"size":3}'],
      ['application/x-www-form-urlencoded', 'query=a%7Bb%3D%22c%22%7D'],
    ]);
  });

  it('fails with what the API says, and where', async () => {
    const errors = [{ path: 'body.size', message: 'is too much' }, { path: 3 }, null];
    answers = [problem(400, 'validation', { errors })];
    const error = await failure(api.call({ path: '/boxes' }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: 'validation', message: 'It is validation.', faults: [errors[0]] });
  });

  it('fails with what Prometheus says in its own form', async () => {
    answers = [json({ status: 'error', errorType: 'bad_data', error: 'parse error' }, 422)];
    expect(await failure(api.call({ path: '/query' }))).toMatchObject({ code: 'bad_data', message: 'parse error' });
  });

  it.each([
    ['closes the connection', 'close'],
    ['answers with HTML', { body: '<!doctype html>' }],
    ['answers something else than agreed', { body: '{"size":"3"}' }],
  ] as const)('is unreachable when the server %s', async (_what, answer) => {
    answers = [answer];
    expect(await failure(api.call({ path: '/boxes', answer: size }))).toBeInstanceOf(UnreachableError);
  });

  it('ends when the page is left', async () => {
    answers = ['wait'];
    const call = failure(api.call({ path: '/boxes' }));
    await vi.waitFor(() => expect(asked.length).toBe(1));
    leave.abort();
    expect(isAbort(await call)).toBe(true);
  });
});

describe('a call after the session has ended', () => {
  const asAda = (signInAgain: () => Promise<boolean>) =>
    createApi({ presence: () => 'active', signal: leave.signal, signInAgain });

  it.each(['invalid_token', 'unauthenticated'])('%s is made once more when the person has signed in', async (code) => {
    answers = [problem(401, code), json({ size: 3 })];
    const signInAgain = vi.fn(() => Promise.resolve(true));
    const call = asAda(signInAgain).call({ method: 'POST', path: '/boxes', body: { a: 1 }, answer: size });
    expect(await call).toEqual({ size: 3 });
    expect([signInAgain.mock.calls.length, asked.map(({ body }) => body)]).toEqual([1, ['{"a":1}', '{"a":1}']]);
  });

  it('fails when the person leaves instead, or when it is refused again', async () => {
    answers = [problem(401, 'invalid_token'), problem(401, 'invalid_token'), problem(401, 'invalid_token')];
    expect(await failure(asAda(() => Promise.resolve(false)).call({ path: '/boxes' }))).toMatchObject({ status: 401 });
    expect(asked.length).toBe(1);
    expect(await failure(asAda(() => Promise.resolve(true)).call({ path: '/boxes' }))).toMatchObject({ status: 401 });
    expect(asked.length).toBe(3);
  });

  it('asks nobody about a wrong password', async () => {
    answers = [problem(401, 'wrong_password')];
    const signInAgain = vi.fn(() => Promise.resolve(true));
    expect(await failure(asAda(signInAgain).call({ path: '/x' }))).toMatchObject({ code: 'wrong_password' });
    expect(signInAgain).not.toHaveBeenCalled();
  });
});

describe('the numbers of a metric', () => {
  it('of one that is gone are deleted, and nothing else is', async () => {
    answers = [problem(404, 'not_found'), problem(404, 'no_route'), problem(500, 'not_found')];
    expect(await failure(fetchStats(api, 'a/b'))).toBeInstanceOf(DeletedError);
    expect(asked[0]?.url).toBe('/uvp/api/v1/metric-configs/a%2Fb/stats');
    for (let count = 0; count < 2; count += 1)
      expect(await failure(fetchStats(api, 'a'))).not.toBeInstanceOf(DeletedError);
  });
});

describe('an answer of Prometheus', () => {
  const points = (values: [number, string][]) => json({ data: { result: [{ metric: { path: '/a' }, values }] } });

  it('is lines of numbers, with what is none', async () => {
    const values: [number, string][] = [
      [15, '1.5'],
      [30, 'NaN'],
      [45, '+Inf'],
    ];
    answers = [points(values)];
    const range = { fromSeconds: 0, toSeconds: 45, stepSeconds: 15 };
    expect(await queryRange(api, 'up', range)).toEqual([
      {
        labels: { path: '/a' },
        points: [
          [15, 1.5],
          [30, Number.NaN],
          [45, Number.POSITIVE_INFINITY],
        ],
      },
    ]);
    expect(asked[0]?.body).toBe('query=up&start=0&end=45&step=15');
  });

  it('is one point at a moment, and whole seconds for the time', async () => {
    answers = [
      json({ data: { result: [{ metric: {}, value: [15, '7'] }] } }),
      json({ data: { result: [15.9, '15.9'] } }),
    ];
    expect(await queryInstant(api, 'up', 15)).toEqual([{ labels: {}, points: [[15, 7]] }]);
    expect(await queryTime(api)).toBe(15);
  });
});

describe('the health of the platform', () => {
  it('is told also by a 503, and is unknown when something else answers', async () => {
    const up = { status: 'up' };
    answers = [
      json({ status: 'down', checks: { database: { status: 'down' }, pushgateway: up, prometheus: up } }, 503),
      json({ hello: 'world' }),
      'close',
      { body: 'not JSON' },
    ];
    expect(await fetchHealth(leave.signal)).toMatchObject({ state: 'down', checks: { database: { state: 'down' } } });
    for (let count = 0; count < 3; count += 1)
      expect(await failure(fetchHealth(leave.signal))).toBeInstanceOf(UnreachableError);
  });
});
