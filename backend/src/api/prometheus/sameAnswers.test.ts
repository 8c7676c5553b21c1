import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../../scripts/vitest/testTools.ts';
import { createModels } from '../../models/index.ts';
import { type BackfilledPrometheus, startBackfilledPrometheus } from '../../testing/backfilledPrometheus.ts';
import { buildApiKey, buildUser } from '../../testing/builders.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';
import type { PrometheusAnswer } from '../../testing/testQueries.ts';
import { seriesOfA, seriesOfOthers, tenantA } from '../../testing/twoTenants.ts';

const lastAt = Math.floor(Date.now() / 1000) - 3600;

describeWith(['prometheus', 'promtool'], 'answers like those of a Prometheus of your own', () => {
  /** Holds everybody's series and stands behind the server. */
  let shared: BackfilledPrometheus;
  /** Holds the tenant's own metrics and nothing else, and is asked directly. */
  let alone: BackfilledPrometheus;
  let server: TestPlatform;
  let credentials: Record<string, string>;

  beforeAll(async () => {
    [shared, alone] = await Promise.all([
      startBackfilledPrometheus([...seriesOfA(), ...seriesOfOthers()], lastAt),
      startBackfilledPrometheus(seriesOfA(), lastAt),
    ]);
    server = await startTestPlatform({ env: { PROMETHEUS_URL: shared.url } });
    const models = createModels(server.database.sequelize);
    await buildUser(models, { id: tenantA });
    const { apiKey, apiSecret } = await buildApiKey(models, { userId: tenantA });
    credentials = { 'X-API-Key': apiKey.apiKey, 'X-API-Secret': apiSecret };
  });
  afterAll(async () => {
    await server?.stop();
    await Promise.all([shared?.stop(), alone?.stop()]);
  });

  type Parameters = readonly (readonly [name: string, value: string])[];

  async function answerOf(
    base: string,
    path: string,
    parameters: Parameters,
    method: 'GET' | 'POST',
    headers: Record<string, string>,
  ) {
    const form = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]));
    const response =
      method === 'GET'
        ? await fetch(`${base}/api/v1/${path}?${form}`, { headers })
        : await fetch(`${base}/api/v1/${path}`, { method, body: form, headers });
    return comparable(response.status, (await response.json()) as PrometheusAnswer);
  }

  async function both(path: string, parameters: Parameters, method: 'GET' | 'POST' = 'GET') {
    return Promise.all([
      answerOf(`${server.platform.url}/api/v1/prometheus`, path, parameters, method, credentials),
      answerOf(alone.url, path, parameters, method, {}),
    ]);
  }

  async function expectSame(path: string, parameters: Parameters, method: 'GET' | 'POST' = 'GET') {
    const [ours, theirs] = await both(path, parameters, method);
    expect(ours, `${path} ${JSON.stringify(parameters)}`).toEqual(theirs);
    return ours;
  }

  const at = String(lastAt);
  const range: Parameters = [
    ['start', String(lastAt - 300)],
    ['end', at],
  ];

  it.each([
    ...['{}', 'sum({})', '{a=""}', '{a!="b"}', '{job=~".*"}', '{job=~"(uvp)?"}', '{job!~"b+"}', '{job=~"|uvp"}'],
    ...['{a!~".+"}', '{__name__=~".*"}', 'x + on () group_left {a=~"b*"}', '{page=~"\\\\Q\\\\E"}', '{page=~"$|x"}'],
  ])('to %s: a selector that matches everything', async (query) => {
    const refused = await expectSame('query', [
      ['query', query],
      ['time', at],
    ]);
    expect(refused).toMatchObject({ status: 400, errorType: 'bad_data' });
    await expectSame('query_range', [['query', query], ...range, ['step', '15']], 'POST');
    if (!query.startsWith('{')) return;
    for (const path of ['series', 'labels', 'label/page/values']) {
      expect(await expectSame(path, [['match[]', 'x'], ['match[]', query], ...range])).toMatchObject({ status: 400 });
    }
  });

  it.each([
    ...['{job=~"uvp"}', '{job=~"u.p"}', '{job=~".*p"}', '{job!~"x?"}', '{__name__=~".+"}', '{__name__!=""}'],
    ...[
      '{__name__=~"push_.*|visits_.*"}',
      '{job="uvp",__name__!~"visits_total"}',
      '{place="gateway"}',
      '{alertname!=""}',
    ],
    ...['{__name__=~"tenant.*"}', '{__name__=~"ALERTS.*|load"}', '{severity=~".+"}', '{tenant!=""}'],
  ])('to %s: none of the series of the platform', async (selector) => {
    const answered = await expectSame('query', [
      ['query', `count by (__name__, page) (${selector})`],
      ['time', at],
    ]);
    expect(answered.status).toBe(200);
    for (const path of ['series', 'labels', 'label/__name__/values', 'label/place/values']) {
      await expectSame(path, [['match[]', selector], ...range]);
    }
  });

  it('to questions about everything there is', async () => {
    for (const label of ['__name__', 'place', 'alertname', 'job', 'page', 'tenant']) {
      const { data } = await expectSame(`label/${label}/values`, range);
      if (label === '__name__') expect(data).toEqual([...new Set(seriesOfA().map(({ name }) => name))].sort());
    }
    await expectSame('labels', range);
    await expectSame('labels', range, 'POST');
    await expectSame('series', range);
  });

  it('to ranges of years: of a range query, in brackets, and from the beginning to the end of time', async () => {
    const years: Parameters = [
      ['start', String(lastAt - 730 * 86_400)],
      ['end', String(lastAt + 300)],
    ];
    const found = await expectSame('query_range', [
      ['query', 'sum(last_over_time(visits_total[1d]))'],
      ...years,
      ['step', '12h'],
    ]);
    expect(found.data).toMatchObject({ result: [{ metric: {} }] });
    await expectSame('query', [
      ['query', 'max_over_time(sum(x)[2y:1d])'],
      ['time', at],
    ]);
    await expectSame('query', [
      ['query', 'increase(visits_total[730d])'],
      ['time', at],
    ]);
    await expectSame('query', [
      ['query', 'increase(visits_total[63072000])'],
      ['time', at],
    ]);
    await expectSame('series', [['match[]', 'x'], ...years]);
    const always: Parameters = [
      ['start', '-292273086-05-16T16:47:06Z'],
      ['end', '292277025-08-18T07:12:54.999999999Z'],
    ];
    expect((await expectSame('label/__name__/values', always)).data).toContain('x');
  });

  it.each(['0', '1', '100001', '1000000000', '9223372036854775807'])('to a limit of %s', async (limit) => {
    for (const path of ['labels', 'label/page/values', 'series']) {
      await expectSame(path, [['match[]', 'load'], ...range, ['limit', limit]]);
    }
    await expectSame('query', [
      ['query', 'x'],
      ['time', at],
      ['limit', limit],
    ]);
    await expectSame('metadata', [['limit', limit]]);
  });

  it('to regular expressions of 1,500 values, and to 60 selectors', async () => {
    const ids = Array.from(
      { length: 1_500 },
      (_, index) => `6b1f0f0e-0000-4000-8000-${String(index).padStart(12, '0')}`,
    );
    const query = `count(load{page=~"${['/', ...ids].join('|')}"})`;
    expect(query.length).toBeGreaterThan(50_000);
    expect(
      (
        await expectSame(
          'query',
          [
            ['query', query],
            ['time', at],
          ],
          'POST',
        )
      ).data,
    ).toMatchObject({ result: [{}] });
    await expectSame('query_range', [['query', query], ...range, ['step', '15']], 'POST');
    const selectors = Array.from({ length: 60 }, (_, index) => ['match[]', `x{a!="${index}"}`] as const);
    await expectSame('series', [...selectors, ...range], 'POST');
  });

  it('to questions about alerts and rules', async () => {
    const alerts = await expectSame('alerts', []);
    expect(alerts.data).toEqual({ alerts: [] });
    // The other Prometheus has the rules of the platform.
    const [ours, theirs] = await both('rules', []);
    expect(ours.data).toEqual({ groups: [] });
    expect(Object.keys(ours.data as object)).toEqual(Object.keys(theirs.data as object));
  });

  it.each([
    ...[
      '1e9',
      '1.5',
      '-1',
      '.5',
      '5.',
      '2026-11-28T00:00:00Z',
      '2026-11-28T00:00:00.123456789Z',
      '2024-02-29T23:59:59+01:00',
    ],
    ...[
      ' ',
      'x',
      '0x10',
      '2026-11-28',
      '2026-11-28T00:00:00',
      '2026-11-28t00:00:00z',
      '2026-02-30T00:00:00Z',
      '2026-11-28T24:00:00Z',
    ],
    ...['2026-13-01T00:00:00Z', '2026-11-28T00:60:00Z', '2025-02-29T00:00:00Z'],
  ])('to the time %s', async (time) => {
    const [ours, theirs] = await both('query', [
      ['query', 'time()'],
      ['time', time],
    ]);
    expect([ours.status, ours.errorType, ours.data]).toEqual([theirs.status, theirs.errorType, theirs.data]);
  });

  it.each(['15', '15s', '0.5', '1e1', '1m30s', '1y', '0', '-1', '', 'x', '300y', '1e10', '0.0001', '1m1h'])(
    'to the step %s',
    async (step) => {
      const [ours, theirs] = await both('query_range', [['query', 'x'], ...range, ['step', step]]);
      expect([ours.status, ours.errorType, ours.data]).toEqual([theirs.status, theirs.errorType, theirs.data]);
    },
  );

  it.each(['+5', '-1', 'x', '1.5', '1e3', '99999999999999999999'])('to the limit %s', async (limit) => {
    const [ours, theirs] = await both('labels', [['match[]', 'x'], ...range, ['limit', limit]]);
    expect([ours.status, ours.errorType, ours.data]).toEqual([theirs.status, theirs.errorType, theirs.data]);
  });

  it.each(['1a', 'a b', 'größe', 'a-b'])('to the values of %s, which is no label', async (label) => {
    expect(await expectSame(`label/${encodeURIComponent(label)}/values`, range)).toMatchObject({ status: 400 });
  });

  it('except that a metric of the platform can be asked for by its name', async () => {
    const ask = async (query: string) => {
      const [ours, theirs] = await both('query', [
        ['query', query],
        ['time', at],
      ]);
      return [ours.data, theirs.data];
    };
    const [age, none] = await ask('count(push_time_seconds)');
    expect(age).toMatchObject({ result: [{ value: [lastAt, '1'] }] });
    expect(none).toMatchObject({ result: [] });
  });
});

interface Comparable {
  readonly status: number;
  readonly data: unknown;
  readonly errorType: string | undefined;
  readonly error: string | undefined;
}

/** Without what may differ: the order of series, and the parameter and position in front of a fault. */
function comparable(status: number, { data, errorType, error }: PrometheusAnswer): Comparable {
  const result = (data as { result?: unknown } | undefined)?.result;
  const sorted = Array.isArray(result) ? { ...(data as object), result: sortedByText(result) } : data;
  return {
    status,
    data: Array.isArray(data) ? sortedByText(data) : sorted,
    errorType,
    error: error?.replace(/^invalid parameter "[^"]+": /, '').replace(/\d+:\d+: /g, ''),
  };
}

function sortedByText(list: readonly unknown[]): unknown[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
