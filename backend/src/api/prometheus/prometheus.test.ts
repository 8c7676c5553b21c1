import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { platformMatcher } from '../../promql/scope.ts';
import type { RecordingPrometheus } from '../../testing/recordingPrometheus.ts';
import type { TestTenant } from '../../testing/testPlatform.ts';
import { startTestQueries, type TestQueries } from '../../testing/testQueries.ts';

let queries: TestQueries;
let upstream: RecordingPrometheus;
let get: TestQueries['get'];
let post: TestQueries['post'];
let owner: TestTenant;

beforeAll(async () => {
  queries = await startTestQueries();
  ({ upstream, get, post, owner } = queries);
});
afterEach(() => upstream.reset());
afterAll(() => queries?.stop());

const x = () => `{__name__="x",tenant="${owner.id}"}`;

describe('GET and POST /api/v1/prometheus/api/v1/query', () => {
  it('forwards the restricted query in a form made anew, and streams the answer back', async () => {
    const { status, body, headers } = await get('query?query=x&time=1700000000.5&timeout=5s&limit=10');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'success', data: [] } });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    const { method, url, params } = upstream.takeOne();
    expect([method, url]).toEqual(['POST', '/api/v1/query']);
    expect(Object.fromEntries(params)).toEqual({ query: x(), time: '1700000000.500', timeout: '5.000', limit: '10' });
  });

  it('treats a form as it treats the URL', async () => {
    await post('query', 'query=x&time=2023-11-14T22:13:20Z');
    expect(Object.fromEntries(upstream.takeOne().params)).toEqual({
      query: x(),
      time: '1700000000.000',
      timeout: '30.000',
    });
  });

  it('lets the form win over the URL, as Prometheus does, and sends one query', async () => {
    await post('query?query=fromUrl', 'query=x&query=second');
    expect(upstream.takeOne().params.getAll('query')).toEqual([x()]);
    await get('query?query=x&query=second');
    expect(upstream.takeOne().params.getAll('query')).toEqual([x()]);
  });

  it('drops what it does not know', async () => {
    await get('query?query=x&tenant=other&stats=all&lookback_delta=1d&match[]=secret&X-Scope-OrgID=1&__proto__=1');
    expect([...upstream.takeOne().params.keys()].sort()).toEqual(['query', 'timeout']);
  });

  it('passes on no header of the caller', async () => {
    await queries.server.call('GET', '/api/v1/prometheus/api/v1/query?query=x', {
      token: owner.token,
      headers: { 'X-Scope-OrgID': 'other', 'X-Grafana-User': 'u-x', Cookie: 'a=b', 'X-Forwarded-For': '1.2.3.4' },
    });
    const names = Object.keys(upstream.takeOne().headers);
    for (const name of ['authorization', 'x-scope-orgid', 'x-grafana-user', 'cookie', 'x-forwarded-for']) {
      expect(names).not.toContain(name);
    }
  });

  it.each([
    ['query', /"query": is required/],
    ['query?query=', /"query": is required/],
    ['query?query=x{', /parse error/],
    ['query?query=%FF', /not valid UTF-8/],
    ['query?query=info(x)', /cannot be used/],
    ['query?query=x{tenant="22222222-2222-4222-8222-222222222222"}', /another tenant/],
    ['query?query=x&time=yesterday', /"time": must be Unix seconds/],
    ['query?query=x&time=Infinity', /"time"/],
    ['query?query=x&time=1e300', /"time"/],
    ['query?query=x&timeout=-1', /"timeout"/],
    ['query?query=x&limit=-1', /"limit"/],
  ])('refuses %s in the form of Prometheus, and asks nothing', async (path, reason) => {
    const { status, body } = await get(path);
    expect({ status, body }).toEqual({
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: expect.stringMatching(reason) },
    });
    expect(upstream.requests).toEqual([]);
  });

  it.each(['multipart/form-data; boundary=x', 'application/json', 'text/plain'])(
    'refuses a body of %s',
    async (type) => {
      const { status, body } = await post(
        'query',
        '--x\r\nContent-Disposition: form-data; name="query"\r\n\r\nx\r\n--x--',
        type,
      );
      expect(status).toBe(415);
      expect(body.errorType).toBe('bad_data');
      expect(upstream.requests).toEqual([]);
    },
  );

  it('refuses a form over 512 KiB', async () => {
    expect((await post('query', `query=x&a=${'a'.repeat(530_000)}`)).status).toBe(413);
    expect(upstream.requests).toEqual([]);
  });

  it('keeps timeouts to 30 s', async () => {
    await get('query?query=x&timeout=1h');
    expect(upstream.takeOne().params.get('timeout')).toBe('30.000');
  });
});

describe('GET and POST /api/v1/prometheus/api/v1/query_range', () => {
  it('forwards range and step', async () => {
    await get('query_range?query=rate(x[5m])&start=1700000000&end=1700003600&step=15s');
    expect(Object.fromEntries(upstream.takeOne().params)).toEqual({
      query: `rate ( ${x()} [ 5m ] )`,
      start: '1700000000.000',
      end: '1700003600.000',
      step: '15.000',
      timeout: '30.000',
    });
  });

  it.each([
    ['start=1&end=2', /"step": is required/],
    ['start=2&end=1&step=1', /"end": must not be before/],
    ['start=0&end=11002&step=1', /"step": is too small/],
    ['start=0&end=100&step=0', /"step"/],
    ['start=0&end=100&step=0.0000001', /"step"/],
    ['start=0&end=100&step=300y', /"step"/],
    ['end=1&step=1', /"start": is required/],
  ])('refuses %s', async (parameters, reason) => {
    const { status, body } = await get(`query_range?query=x&${parameters}`);
    expect(status).toBe(400);
    expect(body.error).toMatch(reason);
    expect(upstream.requests).toEqual([]);
  });

  it('takes 11,000 steps', async () => {
    expect((await get('query_range?query=x&start=0&end=11000.9&step=1')).status).toBe(200);
    expect((await get('query_range?query=x&start=0&end=11001&step=1')).status).toBe(400);
  });

  it('counts the samples that it reads by the scrape interval', async () => {
    const often = await startTestQueries({ SCRAPE_INTERVAL_SECONDS: '1' });
    const path = 'query_range?query=increase(x[30d])&start=0&end=1000&step=1';
    expect([(await get(path)).status, (await often.get(path)).status]).toEqual([200, 400]);
    await often.stop();
  });
});

describe('series, labels and label values', () => {
  it('restricts every match[], in the URL and in the form', async () => {
    await post('series?match[]=y{a="b"}', 'match[]=x&match%5B%5D=%7Ba%3D%22b%22%7D&start=1&end=2');
    const { params, url } = upstream.takeOne();
    expect(url).toBe('/api/v1/series');
    expect(params.getAll('match[]')).toEqual([
      x(),
      `{a="b",${platformMatcher},tenant="${owner.id}"}`,
      `{__name__="y",a="b",tenant="${owner.id}"}`,
    ]);
    expect([params.get('start'), params.get('end')]).toEqual(['1.000', '2.000']);
  });

  it.each(['labels', 'label/page/values', 'label/__name__/values'])(
    'asks %s for the tenant alone when there is no match[]',
    async (path) => {
      expect((await get(path)).status).toBe(200);
      expect(upstream.takeOne().params.getAll('match[]')).toEqual([`{${platformMatcher},tenant="${owner.id}"}`]);
    },
  );

  it('wants a match[] for series, as Prometheus does', async () => {
    const { status, body } = await get('series?start=1&end=2');
    expect([status, body.errorType, body.error]).toEqual([400, 'bad_data', 'no match[] parameter provided']);
    expect(upstream.requests).toEqual([]);
  });

  it('lets Prometheus parse a selector that a regular expression may make empty, and reads nothing when it does', async () => {
    await get('labels?match[]=x&match[]={a=~".*"}&match[]={b=~"c*"}&match[]={a=~".*"}&start=7&end=8');
    const [parsed, asked] = upstream.requests;
    expect(parsed?.url).toBe('/api/v1/series');
    expect([...(parsed?.params ?? [])]).toEqual([
      ['match[]', '{a=~".*"}'],
      ['match[]', '{b=~"c*"}'],
      ['start', '0'],
      ['end', '0'],
    ]);
    expect(asked?.params.getAll('match[]')[1]).toBe(`{a=~".*",${platformMatcher},tenant="${owner.id}"}`);
    upstream.reset();
    upstream.answerWith((_req, res) =>
      res
        .writeHead(400, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'match[] must … non-empty matcher' })),
    );
    const { body } = await get('labels?match[]={a=~".*"}');
    expect(body.error).toBe('match[] must contain at least one non-empty matcher');
    expect(upstream.takeOne().url).toBe('/api/v1/series');
  });

  it('refuses selectors that are together longer than a query may be', async () => {
    const form = (count: number) =>
      new URLSearchParams({ query: 'x' }).toString() + `&match[]={a=~"${'x'.repeat(480)}.*"}`.repeat(count);
    expect((await post('labels', form(200))).status).toBe(200);
    upstream.reset();
    const { status, body } = await post('labels', form(300));
    expect([status, body.error]).toEqual([400, 'the selectors are together longer than 131072 characters']);
    expect(upstream.requests).toEqual([]);
  });

  it('asks all the same when Prometheus cannot tell', async () => {
    upstream.answerWith((req, res) => {
      const isAsked = req.url === '/api/v1/query';
      res.writeHead(isAsked ? 200 : 404, { 'Content-Type': 'application/json' }).end('{"status":"success","data":[]}');
    });
    expect((await get('query?query={a=~".*"}')).status).toBe(200);
  });

  it('refuses all when one match[] is refused', async () => {
    const { status } = await get('series?match[]=x&match[]=y{tenant="22222222-2222-4222-8222-222222222222"}');
    expect(status).toBe(400);
    expect((await get('labels?match[]=x or y')).status).toBe(400);
    expect((await get('labels?match[]=')).status).toBe(400);
    expect(upstream.requests).toEqual([]);
  });

  it.each(['..%2f..%2fadmin', 'a%2fb', 'größe', '1a', 'a%00', 'a%3Fb'])('refuses the label %s', async (name) => {
    const { status, body } = await get(`label/${name}/values`);
    expect(status).toBe(400);
    expect(body.errorType).toBe('bad_data');
    expect(body.error).toMatch(/^invalid label name/);
    expect(upstream.requests).toEqual([]);
  });
});

describe('paths and methods', () => {
  it.each([
    ...[
      '',
      'targets',
      'status/config',
      'status/flags',
      'status/tsdb',
      'alertmanagers',
      'read',
      'write',
      'admin/tsdb/snapshot',
    ],
    ...[
      'query/',
      'Query',
      'query/../targets',
      'query%2f..%2ftargets',
      '../../metrics',
      'label//values',
      'label/%2e%2e/values',
      'notifications/live',
    ],
  ])('knows no %s', async (path) => {
    const { status, body, headers } = await get(`${path}?query=x`);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toMatch(/json/);
    if (!path.startsWith('../')) expect(body).toMatchObject({ status: 'error', errorType: 'not_found' });
    expect(upstream.requests).toEqual([]);
  });

  it('knows no other methods', async () => {
    for (const [method, path] of [
      ['PUT', 'query'],
      ['DELETE', 'series'],
      ['POST', 'metadata'],
      ['POST', 'label/a/values'],
    ] as const) {
      const { status, headers } = await queries.server.call(method, `/api/v1/prometheus/api/v1/${path}`, {
        token: owner.token,
      });
      expect(status).toBe(405);
      expect(headers.get('allow')).toMatch(/^GET/);
    }
    expect(upstream.requests).toEqual([]);
  });
});
