import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PushgatewayService, startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { describeWith, testTool } from '../../../scripts/vitest/testTools.ts';
import { commitGroup } from '../ingestion/commitGroup.ts';
import { labelKey } from '../ingestion/labels.ts';
import { createModels, type Models } from '../models/index.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { buildMetricConfig, buildUser } from '../testing/builders.ts';
import { buildAddition, resolveSeries } from '../testing/ingestionRig.ts';
import { createMemoryLog } from '../testing/memoryLog.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createForwarder, type Forwarder } from './forwarder.ts';
import { createPushgatewaySink } from './pushgatewaySink.ts';
import type { LastScrape } from './scrapeWatch.ts';

/** A tenant with one counter, straight in the database. */
interface Tenant {
  readonly id: string;
  readonly configId: string;
  add(increment: number): Promise<void>;
}

let database: TestDatabase;
let models: Models;
let gateways: PushgatewayService[];
let lastScrape: LastScrape;

beforeEach(async () => {
  database = await createTestDatabase();
  models = createModels(database.sequelize);
  gateways = [await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true })];
  lastScrape = { kind: 'scraped', ageSeconds: 0 };
});
afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await database.drop();
});

function forwarder(options: { urls?: string[]; zeroForMs?: number } = {}): Forwarder {
  return createForwarder({
    pool: database.pool,
    logger: createMemoryLog().logger,
    metrics: createMetrics({ processMetrics: false }),
    gatewayUrls: options.urls ?? gateways.map((gateway) => gateway.url),
    sinkOf: createPushgatewaySink,
    askLastScrape: async () => lastScrape,
    zeroForMs: options.zeroForMs ?? 0,
    pushIntervalSeconds: 0.1,
  });
}

async function createTenant(name = 'visits'): Promise<Tenant> {
  const user = await buildUser(models);
  const config = await buildMetricConfig(models, { userId: user.id, metricName: name });
  return {
    id: user.id,
    configId: config.id,
    async add(increment) {
      const resolved = await resolveSeries(
        database.pool,
        { id: config.id, type: 'counter', buckets: null },
        new Map([[labelKey({}), {}]]),
        { perTenant: 100 },
      );
      await commitGroup(database.pool, [buildAddition(user.id, [[resolved?.slots.get(labelKey({})) ?? 0, increment]])]);
    },
  };
}

/** The tenant's counter as a gateway shows it; undefined when it does not. */
async function shown(
  tenant: Tenant,
  gateway: PushgatewayService | undefined = gateways[0],
): Promise<number | undefined> {
  const text = await (await fetch(`${gateway?.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith('visits_total{') && one.includes(`tenant="${tenant.id}"`));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

/** What a lease that was never given back becomes after its 15 s. */
async function endLeases(): Promise<void> {
  await database.pool.query('update push_state set lease_until = clock_timestamp() where lease_until is not null');
}

/** As if the zeros had been in the gateway for so much longer. */
async function showForLonger(time: string): Promise<void> {
  await database.pool.query('update series set zero_pushed_at = zero_pushed_at - $1::interval', [time]);
}

/** What ten minutes bring, or the end of a zero: the tenant is due. */
async function makeDue(): Promise<void> {
  await database.pool.query('update push_state set due_at = clock_timestamp()');
}

describeWith(['pushgateway'], 'createForwarder', () => {
  it('shows a new counter as 0 first, then for ever as it is, without another sample', async () => {
    const tenant = await createTenant();
    const { pushDue } = forwarder();
    await tenant.add(7);
    await pushDue();
    expect(await shown(tenant)).toBe(0);
    await expect.poll(() => pushDue().then(() => shown(tenant)), { timeout: 5_000, interval: 100 }).toBe(7);
    await tenant.add(2);
    await pushDue();
    expect(await shown(tenant)).toBe(9);
  });

  it('keeps the 0 until it has been shown long enough and Prometheus has scraped after it', async () => {
    const tenant = await createTenant();
    await tenant.add(7);
    const patient = forwarder({ zeroForMs: 60_000 });
    await patient.pushDue();
    await makeDue();
    await patient.pushDue();
    expect(await shown(tenant)).toBe(0);
    const { pushDue } = forwarder();
    const unseen = async (...scrapes: LastScrape[]) => {
      for (const scrape of scrapes) {
        lastScrape = scrape;
        await makeDue();
        await pushDue();
        expect(await shown(tenant), scrape.kind).toBe(0);
      }
    };
    const longAgo = { kind: 'scraped', ageSeconds: 3_600 } as const;
    const unknown = { kind: 'unknown', forMs: 3_600_000 } as const;
    await unseen(longAgo, { kind: 'failing' }, { kind: 'unanswered' }, unknown, { kind: 'not_configured' });
    await showForLonger('61 seconds');
    await unseen(longAgo, { kind: 'failing' }, { kind: 'unanswered' }, unknown);
    await showForLonger('50 minutes');
    // A Prometheus that was started after an hour has scraped nothing yet.
    await unseen(longAgo, { kind: 'failing' }, { kind: 'unanswered' }, { kind: 'unknown', forMs: 305_000 });
    lastScrape = { kind: 'scraped', ageSeconds: 1 };
    await makeDue();
    await pushDue();
    expect(await shown(tenant)).toBe(7);
  });

  it.each([
    [{ kind: 'not_configured' }, '61 seconds'],
    [{ kind: 'unknown', forMs: 601_000 }, '11 minutes'],
  ] as const)('shows the total in the end when the answer is %j', async (answer, time) => {
    const tenant = await createTenant();
    await tenant.add(7);
    const { pushDue } = forwarder();
    lastScrape = answer;
    await pushDue();
    await showForLonger(time);
    await makeDue();
    await pushDue();
    expect(await shown(tenant)).toBe(7);
  });

  it('begins the 0 anew when the gateway was restarted before it could be seen', async () => {
    const tenant = await createTenant();
    await tenant.add(7);
    const { pushDue } = forwarder({ zeroForMs: 30_000 });
    await pushDue();
    await database.pool.query("update series set zero_pushed_at = zero_pushed_at - interval '29 seconds'");
    await restartGateway();
    await pushDue();
    expect(await shown(tenant)).toBe(0);
    await database.pool.query("update series set zero_pushed_at = zero_pushed_at - interval '2 seconds'");
    await makeDue();
    await pushDue();
    expect(await shown(tenant)).toBe(0);
  });

  it('pushes everything again to a gateway that has lost it, at the full total', async () => {
    const tenant = await createTenant();
    const { pushDue } = forwarder();
    await tenant.add(7);
    await expect.poll(() => pushDue().then(() => shown(tenant)), { timeout: 5_000, interval: 100 }).toBe(7);
    await restartGateway();
    expect(await shown(tenant)).toBeUndefined();
    await pushDue();
    expect(await shown(tenant)).toBe(7);
  });

  it('waits while no gateway answers, says so, and catches up', async () => {
    const tenant = await createTenant();
    const { pushDue, gateways: state, lag } = forwarder();
    const [gateway] = gateways;
    await gateway?.kill();
    await tenant.add(7);
    await pushDue();
    expect(state()).toEqual({ listed: 1, silent: [gateway?.url], departedSilent: [] });
    await pushDue();
    expect(lag().tenants).toBe(1);
    expect(lag().seconds).toBeGreaterThan(0);
    await restartGateway();
    await pushDue();
    expect(await shown(tenant)).toBe(0);
    expect(lag()).toEqual({ tenants: 0, seconds: 0 });
  });

  it('lets nothing older arrive after something newer when a stopped gateway goes on', {
    timeout: 60_000,
  }, async () => {
    const tenant = await createTenant();
    const { pushDue } = forwarder();
    await tenant.add(1);
    await expect.poll(() => pushDue().then(() => shown(tenant)), { timeout: 5_000, interval: 100 }).toBe(1);
    await tenant.add(1);
    // The status is asked for first: the gateway stops only when the body is on its way.
    const [gateway] = gateways;
    const stopping = forwarderThatStops(gateway as PushgatewayService);
    await stopping.pushDue();
    await tenant.add(1);
    gateway?.process.kill('SIGCONT');
    // Its lease is still held, however slow this machine is.
    await database.pool.query("update push_state set lease_until = clock_timestamp() + interval '1 minute'");
    await pushDue();
    expect([1, 2]).toContain(await shown(tenant));
    await endLeases();
    const startedAtMs = performance.now();
    await pushDue();
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(1_000);
    expect(await shown(tenant)).toBe(3);
  });

  it('gives each tenant to one of several replicas at a time', async () => {
    const tenants = await Promise.all(Array.from({ length: 12 }, () => createTenant()));
    await Promise.all(tenants.map((tenant) => tenant.add(4)));
    const replicas = [forwarder(), forwarder(), forwarder()];
    await expect
      .poll(
        async () => {
          await Promise.all(replicas.map((replica) => replica.pushDue()));
          return Promise.all(tenants.map((tenant) => shown(tenant)));
        },
        { timeout: 10_000, interval: 100 },
      )
      .toEqual(tenants.map(() => 4));
    const { rows } = await database.pool.query(
      'select 1 from push_state where owner is not null or lease_until is not null',
    );
    expect(rows).toEqual([]);
  });

  it('removes the group of a tenant that has nothing to show, and forgets it with its account', async () => {
    const tenant = await createTenant();
    const { pushDue } = forwarder();
    await tenant.add(7);
    await pushDue();
    expect(await shown(tenant)).toBe(0);
    await models.User.destroy({ where: { id: tenant.id } });
    await makeDue();
    await pushDue();
    expect(await shown(tenant)).toBeUndefined();
    expect((await database.pool.query('select 1 from push_state')).rows).toEqual([]);
  });

  it('moves a tenant only when its gateway has left the list, after its group there is gone', async () => {
    gateways.push(await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true }));
    const [first, second] = gateways;
    const tenant = await createTenant();
    await tenant.add(7);
    await expect
      .poll(
        () =>
          forwarder({ urls: [first?.url ?? ''] })
            .pushDue()
            .then(() => shown(tenant, first)),
        { timeout: 5_000, interval: 100 },
      )
      .toBe(7);
    await forwarder().pushDue();
    expect(await shown(tenant, second)).toBeUndefined();
    await forwarder({ urls: [second?.url ?? ''] }).pushDue();
    expect(await shown(tenant, first)).toBeUndefined();
    expect(await shown(tenant, second)).toBe(7);
  });
});

async function restartGateway(): Promise<void> {
  const [gateway] = gateways;
  await gateway?.kill();
  const restarted = await startPushgateway({
    ...testTool('pushgateway'),
    consistencyCheck: true,
    port: gateway?.port ?? 0,
  });
  expect(restarted.url).toBe(gateway?.url);
  gateways = [restarted];
}

/** On a busy computer a process runs on for a while after a SIGSTOP. Field 3 of proc_pid_stat(5); elsewhere it is not waited for. */
function hasStopped(pid: number): boolean {
  return process.platform !== 'linux' || / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** A forwarder whose gateway is stopped (SIGSTOP) between the question for its status and the body. */
function forwarderThatStops(gateway: PushgatewayService): Forwarder {
  return createForwarder({
    pool: database.pool,
    logger: createMemoryLog().logger,
    metrics: createMetrics({ processMetrics: false }),
    gatewayUrls: [gateway.url],
    sinkOf(url) {
      const sink = createPushgatewaySink(url);
      return {
        ...sink,
        async put(tenantId, body, deadlineMs) {
          gateway.process.kill('SIGSTOP');
          await expect.poll(() => hasStopped(gateway.pid)).toBe(true);
          return sink.put(tenantId, body, deadlineMs);
        },
      };
    },
    askLastScrape: async () => lastScrape,
    zeroForMs: 0,
    pushIntervalSeconds: 0.1,
  });
}
