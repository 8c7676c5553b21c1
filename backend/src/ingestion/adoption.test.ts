import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../testing/testPlatform.ts';

let server: TestPlatform;
beforeAll(async () => {
  server = await startTestPlatform();
});
afterAll(() => server.stop());

interface Config {
  id: string;
  metricName: string;
  metricType: string;
  labels: Record<string, string>;
  buckets: number[] | null;
  quantiles: number[] | null;
}

async function list(tenant: TestTenant): Promise<Config[]> {
  const { body } = await server.call<{ metricConfigs: Config[] }>('GET', '/api/v1/metric-configs', {
    token: tenant.token,
  });
  return body.metricConfigs;
}

describe('samples of metrics that nobody has described', () => {
  it('describe them: type and labels of the first sample, the rest as by default', async () => {
    const tenant = await server.signUp();
    const answer = await server.push(tenant, [
      { name: 'jobs', labels: { queue: 'mail' }, value: 2 },
      { name: 'jobs', labels: { queue: 'push' } },
      { name: 'heap_bytes', type: 'gauge', value: 512 },
      { name: 'job_seconds', type: 'histogram', value: [0.2, 3] },
      { name: 'size', type: 'summary', value: 4 },
    ]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 5, rejected: [] } });
    const configs = await list(tenant);
    expect(configs).toMatchObject([
      { metricName: 'jobs', metricType: 'counter', labels: { queue: '' } },
      { metricName: 'heap_bytes', metricType: 'gauge', labels: {} },
      { metricName: 'job_seconds', metricType: 'histogram', buckets: expect.arrayContaining([0.005, 10]) },
      { metricName: 'size', metricType: 'summary', quantiles: [0.5, 0.9, 0.95, 0.99] },
    ]);
    expect(await server.total(tenant, configs[0]?.id ?? '')).toBe(3);
    const later = await server.push(tenant, [
      { name: 'jobs', type: 'gauge', value: 1 },
      { name: 'jobs', labels: { host: 'a' } },
    ]);
    expect(later.body.errors?.map(({ code }) => code)).toEqual(['type_mismatch', 'undeclared_label']);
  });

  it('are refused with the reason when no metric can be made of them', async () => {
    const tenant = await server.signUp();
    const { status, body } = await server.push(tenant, [
      { name: 'go_threads' },
      { name: 'with space' },
      { name: 'fine', labels: { tenant: 'me' } },
      { name: 'fine', value: [1, 2] },
      { name: 'fine', value: -1 },
      { name: 'hits_total', type: 'gauge', value: 1 },
    ]);
    expect(status).toBe(400);
    expect(body.errors?.map(({ code }) => code)).toEqual(Array(6).fill('unknown_metric'));
    expect(body.errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('go_'),
      expect.stringContaining('letters, digits'),
      expect.stringContaining('reserved'),
      expect.stringContaining('say its type'),
      expect.stringContaining('never falls'),
      expect.stringContaining('_total'),
    ]);
    expect(await list(tenant)).toEqual([]);
  });

  it('make one metric when many requests bring it at once', async () => {
    const tenant = await server.signUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.push(tenant, [{ name: 'at_once' }])));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const [config, ...others] = await list(tenant);
    expect(others).toEqual([]);
    expect(await server.total(tenant, config?.id ?? '')).toBe(20);
  });

  it('stop at the number that an account may have', async () => {
    const tenant = await server.signUp();
    const names = Array.from({ length: 503 }, (_, i) => ({ name: `metric_${i}` }));
    const { body } = await server.push(tenant, names);
    expect(body.accepted).toBe(500);
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual(
      [500, 501, 502].map((i) => [i, 'unknown_metric']),
    );
    expect(body.rejected[0]?.detail).toContain('500 configurations');
  });
});
