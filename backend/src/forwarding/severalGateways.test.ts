import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { startDelayingProxy } from '../testing/delayingProxy.ts';
import { createTestDatabase } from '../testing/testDatabase.ts';
import { startTestPlatform, type TestPlatform } from '../testing/testPlatform.ts';
import { startTestStack, type TestStack } from '../testing/testStack.ts';
import { chooseGateway } from './placement.ts';

const soon = { timeout: 40_000, interval: 250 };

describeWith(['pushgateway', 'prometheus'], 'several Pushgateways', () => {
  let stack: TestStack;
  let server: TestPlatform;
  let urls: string[];

  beforeAll(async () => {
    stack = await startTestStack({ gateways: 2 });
    urls = [stack.gateway, ...stack.otherGateways].map(({ url }) => url);
    server = await startTestPlatform({ env: { ...stack.env, PUSHGATEWAY_URLS: urls.join(',') } });
  });
  afterAll(async () => {
    await server?.stop();
    await stack?.stop();
  });

  /** Which gateway holds whom. */
  async function homes(database: TestPlatform['database']): Promise<string[]> {
    const { rows } = await database.pool.query<{ url: string }>(
      'select gateway_url as url from push_state where pushed_at is not null',
    );
    return rows.map(({ url }) => url);
  }

  it('share the tenants, and hand one over without a double series or a reset', { timeout: 120_000 }, async () => {
    const tenants = await Promise.all(Array.from({ length: 8 }, () => server.signUp()));
    // Once in a hundred runs all of them go to one gateway.
    while (new Set(tenants.map(({ id }) => chooseGateway(id, urls))).size < urls.length)
      tenants.push(await server.signUp());
    for (const tenant of tenants) {
      await server.createMetric(tenant, { metricName: 'visits', metricType: 'counter' });
      await server.push(tenant, [{ name: 'visits', value: 10 }]);
    }
    await expect.poll(() => stack.value('sum(visits_total)'), soon).toBe(10 * tenants.length);
    expect(new Set(await homes(server.database))).toEqual(new Set(urls));

    // A replica whose list is shorter takes over what the gateway that has left it held.
    const [leaving = '', staying = ''] = urls;
    const successor = await startTestPlatform({
      database: server.database,
      env: { ...stack.env, PUSHGATEWAY_URLS: staying },
    });
    try {
      await expect.poll(async () => new Set(await homes(successor.database)), soon).toEqual(new Set([staying]));
      await successor.platform.forwarder.pushDue();
      expect(await (await fetch(`${leaving}/metrics`)).text()).not.toContain('visits_total');
      for (const tenant of tenants) await successor.push(tenant, [{ name: 'visits', value: 1 }]);
      await expect.poll(() => stack.value('sum(visits_total)'), soon).toBe(88);
      expect(await stack.value('count(visits_total)')).toBe(8);
      expect(await stack.value('max(resets(visits_total[10m]))')).toBe(0);
      expect(await stack.raw('visits_total')).toHaveLength(8);
    } finally {
      await successor.stop();
    }
  });

  it('leave no second group when a push arrives late at the one that has left the list', {
    timeout: 60_000,
  }, async () => {
    const [leaving, staying] = [stack.gateway, stack.otherGateways[0] ?? stack.gateway];
    const proxy = await startDelayingProxy(leaving.url);
    const database = await createTestDatabase();
    const replica = (url: string) => startTestPlatform({ database, env: { ...stack.env, PUSHGATEWAY_URLS: url } });
    const first = await replica(proxy.url);
    const tenant = await first.signUp();
    const visits = `visits_total{tenant="${tenant.id}"}`;
    await first.createMetric(tenant, { metricName: 'visits', metricType: 'counter' });
    await first.push(tenant, [{ name: 'visits', value: 11 }]);
    await expect.poll(() => stack.value(visits), soon).toBe(11);

    const isHeld = proxy.holdNextPut();
    await first.push(tenant, [{ name: 'visits', value: 100 }]);
    await isHeld;
    await first.stop();
    // What 15 s bring.
    await database.pool.query('update push_state set lease_until = clock_timestamp() where lease_until is not null');

    const isDelivered = proxy.deliverAfterNextStatus(700);
    const successor = await replica(staying.url);
    await successor.push(tenant, [{ name: 'visits', value: 1000 }]);
    expect(await isDelivered).toBe(200);
    await expect.poll(() => homes(database), soon).toEqual([staying.url]);
    const groups = async (gateway: string) => {
      const text = await (await fetch(`${gateway}/metrics`)).text();
      return text.split('\n').filter((line) => line.startsWith('visits_total{') && line.includes(tenant.id));
    };
    expect(await groups(leaving.url)).toEqual([]);
    await expect.poll(() => groups(staying.url), soon).toEqual([expect.stringMatching(/ 1111$/)]);

    await expect.poll(() => stack.value(visits), soon).toBe(1111);
    // Three more scrapes of both: a second group would be seen in turn with the first.
    const since = await stack.value('max(timestamp(up{job="pushgateway"}))');
    const scrapedUntil = () => stack.value('min(timestamp(up{job="pushgateway"}))');
    await expect.poll(scrapedUntil, soon).toBeGreaterThan((since ?? 0) + 3);
    const [series, ...others] = await stack.raw(visits);
    expect(others).toEqual([]);
    const values = series?.samples.map(([, value]) => value) ?? [];
    expect(values).toEqual(values.toSorted((one, other) => one - other));
    expect([values[0], values.at(-1)]).toEqual([0, 1111]);
    await successor.stop();
    await proxy.stop();
    await database.drop();
  });
});
