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
