import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../scripts/vitest/testTools.ts';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../testing/testPlatform.ts';
import { startTestStack, type TestStack } from '../testing/testStack.ts';

const soon = { timeout: 40_000, interval: 100 };
/** `increase()` is good to 10 % from so many scrapes on. */
const scrapes = 22;

describeWith(['pushgateway', 'prometheus'], 'a metric born while Prometheus is away', () => {
  let stack: TestStack;
  let server: TestPlatform;
  let tenant: TestTenant;
  let selector: string;
  let sent = 0;

  beforeEach(async () => {
    stack = await startTestStack({ scrapeIntervalSeconds: 0.25 });
    server = await startTestPlatform({ env: stack.env });
    tenant = await server.signUp();
    await server.createMetric(tenant, { metricName: 'visits', metricType: 'counter' });
    selector = `visits_total{tenant="${tenant.id}"}`;
    sent = 0;
  });
  afterEach(async () => {
    await server?.stop();
    await stack?.stop();
  });

  async function send(value: number): Promise<void> {
    const { status } = await server.push(tenant, [{ name: 'visits', value }]);
    expect(status).toBe(202);
    sent += value;
  }

  async function shown(): Promise<number | undefined> {
    const text = await (await fetch(`${stack.gateway.url}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith('visits_total{') && one.includes(tenant.id));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  }

  /** As if the gateway had shown the zero for so much longer. */
  async function showForLonger(time: string): Promise<void> {
    await server.database.pool.query('update series set zero_pushed_at = zero_pushed_at - $1::interval', [time]);
  }

  /** Sends until Prometheus has more than the zero, and on until it has enough scrapes of it. */
  async function sendUntilScraped(): Promise<void> {
    const scraped = async () => {
      await send(1);
      return (await stack.raw(selector))[0]?.samples.length ?? 0;
    };
    await expect.poll(scraped, soon).toBeGreaterThan(scrapes);
    await expect.poll(() => stack.value(selector), soon).toBe(sent);
  }

  async function expectRight(): Promise<void> {
    const [series, ...others] = await stack.raw(selector);
    expect(others).toEqual([]);
    const values = series?.samples.map(([, value]) => value) ?? [];
    expect([values[0], values.at(-1)]).toEqual([0, sent]);
    expect(values).toEqual(values.toSorted((one, other) => one - other));
    const increase = (await stack.value(`increase(${selector}[5m])`)) ?? 0;
    expect(increase / sent).toBeGreaterThan(0.9);
    expect(increase / sent).toBeLessThan(1.1);
  }

  it('begins at 0 when Prometheus starts later, and it is asked before its first scrape', {
    timeout: 60_000,
  }, async () => {
    await stack.killPrometheus();
    await send(500);
    await expect.poll(shown, soon).toBe(0);
    await showForLonger('1 hour');
    await stack.startPrometheusAgain();
    await sendUntilScraped();
    await expectRight();
  });

  it('begins at 0 when Prometheus had scraped before, and comes back', { timeout: 60_000 }, async () => {
    await expect.poll(() => stack.value('up{job="pushgateway"}'), soon).toBe(1);
    await stack.killPrometheus();
    await send(500);
    await expect.poll(shown, soon).toBe(0);
    await showForLonger('1 hour');
    await send(20);
    const { pushDue, lag } = server.platform.forwarder;
    await expect.poll(() => pushDue().then(() => lag().tenants), soon).toBe(0);
    expect(await shown()).toBe(0);
    // Prometheus keeps the time of its last scrape, so the hour was lent.
    await showForLonger('-1 hour');
    await stack.startPrometheusAgain();
    await sendUntilScraped();
    await expectRight();
  });
});
