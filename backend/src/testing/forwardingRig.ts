import { createForwarder, type Forwarder } from '../forwarding/forwarder.ts';
import type { MetricSink, PushOutcome } from '../forwarding/metricSink.ts';
import type { PushTenantDeps } from '../forwarding/pushTenant.ts';
import type { LastScrape } from '../forwarding/scrapeWatch.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createMemoryLog } from './memoryLog.ts';
import type { TestDatabase } from './testDatabase.ts';

/** A gateway in memory that does what the test says. */
export interface MemoryGateway extends MetricSink {
  /** What it holds, by tenant. */
  readonly groups: Map<string, string>;
  /** Tenants in the order in which something was sent for them. */
  readonly sent: string[];
  /** How often it was asked for its status. */
  asked: number;
  startTime: string;
  /** False: nobody answers. */
  answers: boolean;
  /** What becomes of a body or a removal; `done` unless the test says otherwise. */
  outcome: (tenantId: string, deadlineMs: number) => PushOutcome | Promise<PushOutcome>;
}

export function createMemoryGateway(url: string): MemoryGateway {
  const apply = async (tenantId: string, body: string, deadlineMs: number): Promise<PushOutcome> => {
    if (!gateway.answers) return 'not_sent';
    gateway.sent.push(tenantId);
    const outcome = await gateway.outcome(tenantId, deadlineMs);
    if (outcome === 'done' && body === '') gateway.groups.delete(tenantId);
    if (outcome === 'done' && body !== '') gateway.groups.set(tenantId, body);
    return outcome;
  };
  const gateway: MemoryGateway = {
    url,
    groups: new Map(),
    sent: [],
    asked: 0,
    startTime: `${url} started`,
    answers: true,
    outcome: () => 'done',
    async status() {
      gateway.asked += 1;
      if (!gateway.answers) throw new Error('nobody answers');
      return { startTime: gateway.startTime };
    },
    put: apply,
    delete: (tenantId, deadlineMs) => apply(tenantId, '', deadlineMs),
  };
  return gateway;
}

export interface MemoryDepsOptions {
  /** The list; gateways that are not in it have left it. Default: all of them. */
  readonly urls?: readonly string[];
  readonly zeroForMs?: number;
  readonly lastScrape?: LastScrape;
}

/** What it takes to push from a real database to gateways in memory. */
export function memoryDeps(
  database: TestDatabase,
  gateways: readonly MemoryGateway[],
  options: MemoryDepsOptions = {},
): PushTenantDeps {
  return {
    pool: database.pool,
    logger: createMemoryLog().logger,
    metrics: createMetrics({ processMetrics: false }),
    gatewayUrls: options.urls ?? gateways.map(({ url }) => url),
    sinkOf(url) {
      const gateway = gateways.find((one) => one.url === url);
      if (!gateway) throw new Error(`no test gateway has the URL ${url}`);
      return gateway;
    },
    askLastScrape: async () => options.lastScrape ?? { kind: 'scraped', ageSeconds: 0 },
    zeroForMs: options.zeroForMs ?? 0,
  };
}

export function createMemoryForwarder(...rig: Parameters<typeof memoryDeps>): Forwarder {
  return createForwarder({ ...memoryDeps(...rig), pushIntervalSeconds: 0.1 });
}

/** Tenants with one counter each, never pushed, straight in the database; their ids. */
export async function insertTenants(database: TestDatabase, count: number, seriesEach = 1): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `with u as (
       insert into users (email, password, first_name, last_name)
       select gen_random_uuid() || '@example.test', 'x', 'A', 'B' from generate_series(1, $1) returning id
     ), c as (
       insert into metric_configs (user_id, name, metric_name, exported_name, metric_type)
       select id, 'Visits', 'visits', 'visits_total', 'counter' from u returning id, user_id
     ), a as (
       update slot_allocator set next_slot = next_slot + $1 * $2 returning next_slot - $1 * $2 as base
     ), n as (
       select c.user_id, c.id, i, a.base + row_number() over () - 1 as slot from a, c cross join generate_series(1, $2) i
     ), s as (
       insert into series (tenant_id, metric_config_id, label_hash, labels, first_slot, slot_count, exported_series)
       select user_id, id, sha256(i::text::bytea), jsonb_build_object('page', '/' || i), slot, 1, 1 from n
     ), t as (
       insert into totals (slot, value, updated_at) select slot, 7, now() from n
     ), v as (
       insert into tenant_versions select id, 1 from u
     )
     insert into push_state (tenant_id) select id from u returning tenant_id as id`,
    [count, seriesEach],
  );
  return rows.map(({ id }) => id);
}

/** New samples of a tenant, as far as the forwarder can tell. */
export async function bumpVersion(database: TestDatabase, tenantId: string): Promise<void> {
  await database.pool.query('update tenant_versions set version = version + 1 where tenant_id = $1', [tenantId]);
}
