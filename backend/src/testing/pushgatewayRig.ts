import { expect } from 'vitest';
import { type PushgatewayService, startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { testTool } from '../../../scripts/vitest/testTools.ts';
import { createForwarder, type Forwarder } from '../forwarding/forwarder.ts';
import { createPushgatewaySink } from '../forwarding/pushgatewaySink.ts';
import type { PushTenantDeps } from '../forwarding/pushTenant.ts';
import type { LastScrape } from '../forwarding/scrapeWatch.ts';
import { commitGroup } from '../ingestion/commit/commitGroup.ts';
import { labelKey } from '../metric/labels.ts';
import { createModels, type Models } from '../models/index.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { buildMetricConfig, buildUser } from './builders.ts';
import { buildAddition, resolveSeries } from './ingestionRig.ts';
import { createMemoryLog } from './memoryLog.ts';
import { createTestDatabase, type TestDatabase } from './testDatabase.ts';

/** A tenant with one counter, `visits`, straight in the database. */
export interface CountingTenant {
  readonly id: string;
  add(increment: number): Promise<void>;
}

/** Forwarders from a real database to real Pushgateways. */
export interface PushgatewayRig {
  readonly database: TestDatabase;
  readonly models: Models;
  /** One at first; a test may add others. */
  readonly gateways: PushgatewayService[];
  /** What forwarders are told of the last scrape. */
  lastScrape: LastScrape;
  /** One that pushes to all gateways and shows a 0 for no time, unless the test says otherwise. */
  forwarder(options?: Partial<PushTenantDeps>): Forwarder;
  createTenant(): Promise<CountingTenant>;
  /** The tenant's counter as a gateway shows it, the first one unless named; undefined when it does not. */
  shown(tenant: CountingTenant, gateway?: PushgatewayService): Promise<number | undefined>;
  /** What ten minutes bring, or the end of a zero: every tenant is due. */
  makeDue(): Promise<void>;
  /** Kills the first gateway, which loses all it holds, and starts it at the same address. */
  restartGateway(): Promise<void>;
  stop(): Promise<void>;
}

export async function createPushgatewayRig(): Promise<PushgatewayRig> {
  const database = await createTestDatabase();
  const models = createModels(database.sequelize);
  const gateways = [await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true })];
  const rig: PushgatewayRig = {
    database,
    models,
    gateways,
    lastScrape: { kind: 'scraped', ageSeconds: 0 },
    forwarder(options = {}) {
      return createForwarder({
        pool: database.pool,
        logger: createMemoryLog().logger,
        metrics: createMetrics({ processMetrics: false }),
        gatewayUrls: gateways.map((gateway) => gateway.url),
        sinkOf: createPushgatewaySink,
        askLastScrape: async () => rig.lastScrape,
        zeroForMs: 0,
        pushIntervalSeconds: 0.1,
        ...options,
      });
    },
    async createTenant() {
      const user = await buildUser(models);
      const config = await buildMetricConfig(models, { userId: user.id, metricName: 'visits' });
      return { id: user.id, add: (increment) => addVisits(database, user.id, config.id, increment) };
    },
    async shown(tenant, gateway = gateways[0]) {
      const text = await (await fetch(`${gateway?.url}/metrics`)).text();
      const line = text
        .split('\n')
        .find((one) => one.startsWith('visits_total{') && one.includes(`tenant="${tenant.id}"`));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    },
    async makeDue() {
      await database.pool.query('update push_state set due_at = clock_timestamp()');
    },
    async restartGateway() {
      const [gateway] = gateways;
      await gateway?.kill();
      const port = gateway?.port ?? 0;
      const restarted = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true, port });
      expect(restarted.url).toBe(gateway?.url);
      gateways[0] = restarted;
    },
    async stop() {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await database.drop();
    },
  };
  return rig;
}

async function addVisits(database: TestDatabase, userId: string, configId: string, increment: number): Promise<void> {
  const resolved = await resolveSeries(
    database.pool,
    { id: configId, type: 'counter', buckets: null },
    new Map([[labelKey({}), {}]]),
    { perTenant: 100 },
  );
  await commitGroup(database.pool, [buildAddition(userId, [[resolved?.slots.get(labelKey({})) ?? 0, increment]])]);
}
