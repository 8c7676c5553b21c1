import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import { startTestPlatform, type TestPlatform } from './testing/testPlatform.ts';
import { startTestStack, type TestStack } from './testing/testStack.ts';

/** A scrape a second, a zero shown for two, and what a busy machine adds. */
const soon = { timeout: 40_000, interval: 250 };

describeWith(['pushgateway', 'prometheus'], 'from samples to Prometheus', () => {
  let stack: TestStack;
  let server: TestPlatform;

  beforeAll(async () => {
    stack = await startTestStack();
    server = await startTestPlatform({ env: stack.env });
  });
  afterAll(async () => {
    await server?.stop();
    await stack?.stop();
  });

  it('gives the exact sum of what two clients send at the same time', { timeout: 60_000 }, async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'clicks', metricType: 'counter', labels: { page: '' } });
    let sent = 0;
    const client = async () => {
      for (let batch = 0; batch < 25; batch += 1) {
        const metrics = Array.from({ length: 1 + (batch % 5) }, (_, i) => ({
          name: 'clicks',
          value: i + 1,
          labels: { page: `/${batch % 3}` },
        }));
        for (const { value } of metrics) sent += value;
        expect((await server.push(tenant, metrics)).status).toBe(202);
      }
    };
    await Promise.all([client(), client()]);
    await expect.poll(() => stack.value(`sum(clicks_total{tenant="${tenant.id}"})`), soon).toBe(sent);
  });

  it('shows a counter from 0 on, never falling, ending at what was sent', { timeout: 60_000 }, async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'orders', metricType: 'counter' });
    const selector = `orders_total{tenant="${tenant.id}"}`;
    await server.push(tenant, [{ name: 'orders', value: 7 }]);
    await expect.poll(() => stack.value(selector), soon).toBe(7);
    await server.push(tenant, [{ name: 'orders', value: 5 }]);
    await expect.poll(() => stack.value(selector), soon).toBe(12);
    const [series, ...others] = await stack.raw(selector);
    expect(others).toEqual([]);
    const values = series?.samples.map(([, value]) => value) ?? [];
    expect(values[0]).toBe(0);
    expect(values.at(-1)).toBe(12);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(await stack.value(`resets(${selector}[10m])`)).toBe(0);
    expect(series?.metric).toEqual({ __name__: 'orders_total', job: 'uvp', tenant: tenant.id });
  });

  it('brings a single sample that nothing follows', { timeout: 60_000 }, async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'signups', metricType: 'counter' });
    await server.push(tenant, [{ name: 'signups' }]);
    const selector = `signups_total{tenant="${tenant.id}"}`;
    await expect.poll(() => stack.value(selector), soon).toBe(1);
    expect((await stack.raw(selector))[0]?.samples[0]?.[1]).toBe(0);
  });

  it('lets two tenants give one name two types', { timeout: 60_000 }, async () => {
    const [first, second] = await Promise.all([server.signUp(), server.signUp()]);
    await server.createMetric(first, { metricName: 'load', metricType: 'gauge' });
    await server.createMetric(second, { metricName: 'load', metricType: 'counter' });
    await server.push(first, [{ name: 'load', value: -2.5 }]);
    await server.push(second, [{ name: 'load', value: 4 }]);
    await expect.poll(() => stack.value(`load{tenant="${first.id}"}`), soon).toBe(-2.5);
    await expect.poll(() => stack.value(`load_total{tenant="${second.id}"}`), soon).toBe(4);
    expect(await stack.query(`{__name__=~"load.*",tenant="${first.id}"}`)).toHaveLength(1);
  });

  it('shows a gauge as it was set last', { timeout: 60_000 }, async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'queue', metricType: 'gauge' });
    for (const value of [3, 9, 4]) await server.push(tenant, [{ name: 'queue', value }]);
    await server.push(tenant, [{ name: 'queue', value: 100, timestamp: '2020-01-01T00:00:00Z' }]);
    await server.push(tenant, [{ name: 'queue', value: 2, op: 'add' }]);
    await expect.poll(() => stack.value(`queue{tenant="${tenant.id}"}`), soon).toBe(6);
  });

  it('is whole again after the Pushgateway was killed and lost everything', { timeout: 90_000 }, async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'visits', metricType: 'counter' });
    const selector = `visits_total{tenant="${tenant.id}"}`;
    await server.push(tenant, [{ name: 'visits', value: 10 }]);
    await expect.poll(() => stack.value(selector), soon).toBe(10);
    await stack.wipeGateway();
    await server.push(tenant, [{ name: 'visits', value: 3 }]);
    await expect.poll(() => stack.value(selector), soon).toBe(13);
    expect(await stack.value(`resets(${selector}[10m])`)).toBe(0);
    expect(await stack.value(`max_over_time(${selector}[10m])`)).toBe(13);
  });

  it('shows histograms whose buckets add up and summaries whose quantiles are right', { timeout: 60_000 }, async () => {
    const tenant = await server.signUp();
    await server.createMetric(tenant, {
      metricName: 'load_seconds',
      metricType: 'histogram',
      labels: { page: '' },
      buckets: [0.1, 0.5, 1, 2, 5],
    });
    await server.createMetric(tenant, { metricName: 'size', metricType: 'summary', quantiles: [0.5, 0.9, 0.99] });
    const values = Array.from({ length: 400 }, (_, i) => ((i * 7919) % 400) / 100);
    for (let at = 0; at < values.length; at += 100) {
      const slice = values.slice(at, at + 100);
      const answer = await server.push(tenant, [
        ...slice.slice(0, 50).map((value) => ({ name: 'load_seconds', value, labels: { page: '/a' } })),
        { name: 'load_seconds', value: slice.slice(50), labels: { page: '/b' } },
        { name: 'size', value: slice },
      ]);
      expect(answer).toMatchObject({ status: 202, body: { rejected: [] } });
    }
    const of = (name: string) => `${name}{tenant="${tenant.id}"}`;
    await expect.poll(() => stack.value(`sum(${of('load_seconds_count')})`), soon).toBe(400);
    expect(await stack.value(`sum(load_seconds_bucket{tenant="${tenant.id}",le="1"})`)).toBe(
      values.filter((v) => v <= 1).length,
    );
    expect(await stack.value(`sum(${of('load_seconds_sum')})`)).toBeCloseTo(
      values.reduce((a, b) => a + b),
      6,
    );
    const median = await stack.value(`histogram_quantile(0.5, sum by (le) (${of('load_seconds_bucket')}))`);
    expect(median).toBeGreaterThan(1);
    expect(median).toBeLessThanOrEqual(2);
    const ascending = [...values].sort((a, b) => a - b);
    for (const q of [0.5, 0.9, 0.99]) {
      const exact = ascending[Math.floor(q * 399)] ?? 0;
      const shown = await stack.value(`size{tenant="${tenant.id}",quantile="${q}"}`);
      expect(Math.abs((shown ?? 0) - exact)).toBeLessThanOrEqual(0.01 * exact);
    }
    await expect.poll(() => stack.value(of('size_count')), soon).toBe(400);
    for (const name of ['load_seconds_bucket', 'load_seconds_sum', 'size_sum', 'size_count']) {
      expect(await stack.value(`max(resets(${of(name)}[10m]))`)).toBe(0);
    }
  });

  it('takes a deleted metric away and leaves its neighbours', { timeout: 60_000 }, async () => {
    const tenant = await server.signUp();
    const id = await server.createMetric(tenant, { metricName: 'gone', metricType: 'gauge' });
    await server.createMetric(tenant, { metricName: 'stays', metricType: 'gauge' });
    await server.push(tenant, [
      { name: 'gone', value: 1 },
      { name: 'stays', value: 2 },
    ]);
    await expect.poll(() => stack.value(`gone{tenant="${tenant.id}"}`), soon).toBe(1);
    expect((await server.call('DELETE', `/api/v1/metric-configs/${id}`, { token: tenant.token })).status).toBe(204);
    await expect.poll(() => stack.value(`gone{tenant="${tenant.id}"}`), soon).toBe(undefined);
    expect(await stack.value(`stays{tenant="${tenant.id}"}`)).toBe(2);
  });
});
