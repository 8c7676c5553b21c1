import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrometheusDriver } from 'prometheus-query';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../../../scripts/provision/runCommand.ts';
import { describeWith, testTool } from '../../../../scripts/vitest/testTools.ts';
import { createModels } from '../../models/index.ts';
import { type BackfilledPrometheus, startBackfilledPrometheus } from '../../testing/backfilledPrometheus.ts';
import { buildApiKey, buildUser } from '../../testing/builders.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/testPlatform.ts';
import { startTestStack } from '../../testing/testStack.ts';
import { seriesOfA, seriesOfOthers, tenantA, tenantB } from '../../testing/twoTenants.ts';

const lastAt = Math.floor(Date.now() / 1000) - 3600;
/** Metrics of the tenant, and labels of all its series. */
const names = [...new Set(seriesOfA().map(({ name }) => name))].sort();
const labels = ['__name__', ...new Set(seriesOfA().flatMap((series) => Object.keys(series.labels)))].sort();

describeWith(['prometheus', 'promtool'], 'real clients of the query API', () => {
  let prometheus: BackfilledPrometheus;
  let server: TestPlatform;
  let auth: { username: string; password: string };
  let directory: string;

  beforeAll(async () => {
    prometheus = await startBackfilledPrometheus([...seriesOfA(), ...seriesOfOthers()], lastAt);
    server = await startTestPlatform({ env: { PROMETHEUS_URL: prometheus.url } });
    const models = createModels(server.database.sequelize);
    for (const id of [tenantA, tenantB]) await buildUser(models, { id });
    const { apiKey, apiSecret } = await buildApiKey(models, { userId: tenantA });
    auth = { username: apiKey.apiKey, password: apiSecret };
    directory = await mkdtemp(join(tmpdir(), 'uvp-clients-'));
    await writeFile(
      join(directory, 'http.yml'),
      `basic_auth:\n  username: ${auth.username}\n  password: ${auth.password}\n`,
    );
  });
  afterAll(async () => {
    await server?.stop();
    await prometheus?.stop();
    if (directory !== undefined) await rm(directory, { recursive: true });
  });

  /** Runs `promtool query …` and gives back the lines it prints. */
  async function promtool(kind: string, flags: readonly string[], ...more: string[]): Promise<string[]> {
    const { binary, env } = testTool('promtool');
    const access = `--http.config.file=${join(directory, 'http.yml')}`;
    const address = `${server.platform.url}/api/v1/prometheus`;
    const output = await runCommand(binary, ['query', kind, access, ...flags, address, ...more], {
      env: { ...process.env, ...env },
    });
    return output.trim().split('\n');
  }

  it('promtool query instant', async () => {
    const lines = await promtool('instant', [`--time=${lastAt}`], 'sum by (page) (load)');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\{page="[^"]+"\} => \d+ @\[\d+\]$/);
    expect(await promtool('instant', [`--time=${lastAt}`], 'secret')).toEqual(['']);
    await expect(promtool('instant', [], 'sum(')).rejects.toThrow(/bad_data.*parse error/s);
    await expect(promtool('instant', [], `load{tenant="${tenantB}"}`)).rejects.toThrow(/another tenant/);
  });

  it('promtool query range', async () => {
    const range = [`--start=${lastAt - 300}`, `--end=${lastAt}`, '--step=1m'];
    const lines = await promtool('range', range, 'sum(visits_total{page="/"})');
    expect(lines[0]).toBe('{} =>');
    expect(lines.slice(1).map((line) => Number(line.split(' ')[0]))).toEqual([19, 23, 27, 31, 35, 39]);
  });

  it('promtool query series', async () => {
    const range = [`--start=${lastAt - 300}`, `--end=${lastAt}`];
    const lines = await promtool('series', ['--match=load', '--match={__name__=~"sec.*|visits_total"}', ...range]);
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toContain(`tenant="${tenantA}"`);
    expect(await promtool('series', ['--match={job="uvp"}', ...range])).toHaveLength(seriesOfA().length);
  });

  it('promtool query labels', async () => {
    const range = [`--start=${lastAt - 300}`, `--end=${lastAt}`];
    expect((await promtool('labels', range, '__name__')).sort()).toEqual(names);
    expect(await promtool('labels', range, 'tenant')).toEqual([tenantA]);
    expect(await promtool('labels', range, 'secret')).toEqual(['']);
  });

  it('the npm client prometheus-query', async () => {
    const endpoint = server.platform.url;
    for (const preferPost of [false, true]) {
      const client = new PrometheusDriver({ endpoint, baseURL: '/api/v1/prometheus/api/v1', auth, preferPost });
      const at = lastAt * 1000;
      const instant = await client.instantQuery('sum(visits_total)', at);
      expect(instant.result.map(({ value }) => value.value)).toEqual([39 * 6]);
      const range = await client.rangeQuery('sum(visits_total)', at - 60_000, at, '15s');
      expect(range.result[0].values.map(({ value }: { value: number }) => value)).toEqual([210, 216, 222, 228, 234]);
      expect(await client.series(['load', 'secret', 'up'], at - 60_000, at)).toHaveLength(3);
      expect((await client.labelNames(['{job="uvp"}'], at - 60_000, at)).sort()).toEqual(labels);
      expect((await client.labelValues('page', ['load'], at - 60_000, at)).sort()).toEqual(['/', '/a', '/é'].sort());
      await expect(client.instantQuery('sum(')).rejects.toMatchObject({
        httpStatus: 400,
        prometheus: { errorType: 'bad_data', error: expect.stringContaining('parse error') },
      });
    }
    const client = new PrometheusDriver({ endpoint, baseURL: '/api/v1/prometheus/api/v1', auth });
    expect(await client.metadata()).toEqual({});
    expect(await client.rules()).toEqual([]);
    await expect(client.targets()).rejects.toMatchObject({ httpStatus: 404 });
  });

  it('formats with Prometheus itself', async () => {
    const form = new URLSearchParams({ query: 'sum(rate(load{a="b"}[5m]))by(page)' });
    const url = `${server.platform.url}/api/v1/prometheus/api/v1/format_query?${form}`;
    const response = await fetch(url, { headers: { 'X-API-Key': auth.username, 'X-API-Secret': auth.password } });
    expect(await response.json()).toEqual({ status: 'success', data: 'sum by (page) (rate(load{a="b"}[5m]))' });
  });
});

describeWith(['prometheus', 'pushgateway'], 'from samples to the query API', () => {
  it('shows each tenant exactly what it sent', { timeout: 90_000 }, async () => {
    const stack = await startTestStack();
    const server = await startTestPlatform({ env: stack.env });
    const tenants = [await server.signUp(), await server.signUp()];
    for (const [index, tenant] of tenants.entries()) {
      await server.createMetric(tenant, { metricName: 'sold', metricType: 'counter' });
      expect((await server.push(tenant, [{ name: 'sold', value: 10 + index }])).status).toBe(202);
    }
    for (const [index, tenant] of tenants.entries()) {
      const ask = async () => {
        const path = '/api/v1/prometheus/api/v1/query?query=sum(sold_total)';
        const { body } = await server.call<{ data: { result: { value: [number, string] }[] } }>('GET', path, tenant);
        return body.data.result.map(({ value }) => Number(value[1]));
      };
      await expect.poll(ask, { timeout: 40_000, interval: 250 }).toEqual([10 + index]);
    }
    await server.stop();
    await stack.stop();
  });
});
