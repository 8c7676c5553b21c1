import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../../scripts/vitest/testTools.ts';
import { type BackfilledPrometheus, startBackfilledPrometheus } from '../../testing/backfilledPrometheus.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../testing/testPlatform.ts';
import type { PrometheusAnswer } from '../../testing/testQueries.ts';
import { seriesOfA } from '../../testing/twoTenants.ts';

const datasourceToken = 'd'.repeat(40);
/** Within every limit, and as much work as these let through: seconds of it on a quiet computer. */
const heavy = Array(150).fill('max_over_time(max_over_time(vector(1)[2000s:1s])[1000s:1s])').join(' + ');

describeWith(['prometheus', 'promtool'], 'heavy queries on a real Prometheus', () => {
  let prometheus: BackfilledPrometheus;
  let server: TestPlatform;

  beforeAll(async () => {
    prometheus = await startBackfilledPrometheus(seriesOfA(), Math.floor(Date.now() / 1000) - 3600);
    const env = { PROMETHEUS_URL: prometheus.url, GRAFANA_DATASOURCE_TOKEN: datasourceToken };
    server = await startTestPlatform({ env });
  });
  afterAll(async () => {
    await server?.stop();
    await prometheus?.stop();
  });

  /** One of Prometheus's own metrics. */
  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${prometheus.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  }

  /** Each call gives the processor's seconds since the last one. */
  function watchWork(): () => Promise<number> {
    let last = Number.NaN;
    return async () => {
      const now = await metric('process_cpu_seconds_total');
      const since = now - last;
      last = now;
      return since;
    };
  }

  const inBrackets = (parts: readonly string[]): string => {
    if (parts.length <= 1) return parts.join('');
    const middle = Math.ceil(parts.length / 2);
    return `(${inBrackets(parts.slice(0, middle))})or(${inBrackets(parts.slice(middle))})`;
  };
  const selectors = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => `{a=~"${String(index).padEnd(length - 9, 'x')}.*"}`);
  const levels = (count: number, text: string) => `${'abs('.repeat(count)}${text}${')'.repeat(count)}`;

  function ask(tenant: TestTenant, query: string, through: 'api' | 'grafana', signal?: AbortSignal, timeout = '30s') {
    const { url, internalUrl } = server.platform;
    const headers: Record<string, string> =
      through === 'api'
        ? { Authorization: `Bearer ${tenant.token}` }
        : { Authorization: `Bearer ${datasourceToken}`, 'X-Grafana-User': `u-${tenant.id}` };
    return fetch(`${through === 'api' ? url : internalUrl}/api/v1/prometheus/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query, timeout }),
      headers,
      ...(signal && { signal }),
    });
  }

  it('of four accounts keep nobody else waiting, and end in Prometheus when their callers go away', {
    timeout: 60_000,
  }, async () => {
    const attackers = await Promise.all(Array.from({ length: 4 }, () => server.signUp()));
    const other = await server.signUp();
    const callers = new AbortController();
    setMaxListeners(16, callers.signal);
    const asked = attackers.flatMap((attacker) =>
      (['api', 'grafana', 'api', 'grafana'] as const).map((through) => ask(attacker, heavy, through, callers.signal)),
    );
    const gone = Promise.allSettled(asked);
    await expect.poll(() => metric('prometheus_engine_queries'), { timeout: 20_000 }).toBeGreaterThanOrEqual(8);
    for (const through of ['api', 'grafana'] as const) {
      expect((await ask(other, 'vector(1)', through)).status).toBe(200);
    }
    callers.abort();
    // The other account waited for no slot of theirs: none of their queries had an answer by then, nor had to give way.
    const outcomes = (await gone).map(({ status }) => status);
    expect(outcomes).toEqual(Array(16).fill('rejected'));
    await expect.poll(() => metric('prometheus_engine_queries'), { timeout: 20_000 }).toBe(0);
    await expect.poll(watchWork(), { timeout: 10_000, interval: 250 }).toBeLessThan(0.1);
  });

  /** As much as the limits let through, of what Prometheus parses or formats and does not stop. */
  it.each([
    ['150 selectors in a chain', 'query', [['query', selectors(150, 850).join(' or ')]]],
    ['1,000 selectors in brackets', 'query', [['query', inBrackets(selectors(1_000, 110))]]],
    ['1,000 selectors in match[]', 'labels', selectors(1_000, 130).map((selector) => ['match[]', selector])],
    ['a long text to format', 'format_query', [['query', `x{a="${'y'.repeat(120_000)}"}${'+x'.repeat(40)}`]]],
    ['arguments to format', 'format_query', [['query', levels(2, `label_join(x,"",""${',"1234"'.repeat(1_900)})`)]]],
  ])('cost Prometheus little after their caller has gone: %s', async (_what, path, parameters) => {
    const tenant = await server.signUp();
    const before = await metric('process_cpu_seconds_total');
    const asked = fetch(`${server.platform.url}/api/v1/prometheus/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams(parameters as [string, string][]),
      headers: { Authorization: `Bearer ${tenant.token}` },
      signal: AbortSignal.timeout(400),
    });
    const [outcome] = await Promise.allSettled([asked]);
    if (outcome.status === 'fulfilled') expect(outcome.value.status).toBe(200);
    await expect.poll(watchWork(), { timeout: 10_000, interval: 250 }).toBeLessThan(0.1);
    expect((await metric('process_cpu_seconds_total')) - before).toBeLessThan(1.5);
  });

  it('end in Prometheus at the timeout of the request', async () => {
    const tenant = await server.signUp();
    const response = await ask(tenant, heavy, 'api', undefined, '100ms');
    const body = (await response.json()) as PrometheusAnswer;
    expect([response.status, body.errorType], body.error).toEqual([503, 'timeout']);
    await expect.poll(() => metric('prometheus_engine_queries'), { timeout: 10_000 }).toBe(0);
  });
});
