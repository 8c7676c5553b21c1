import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  bumpVersion,
  createMemoryForwarder,
  createMemoryGateway,
  insertTenants,
  memoryDeps,
} from '../testing/forwardingRig.ts';
import { createMemoryLog } from '../testing/memoryLog.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createForwarder } from './forwarder.ts';
import { createLagWatch } from './lagWatch.ts';
import type { PushOutcome } from './metricSink.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** The oldest change is 90 seconds old. */
async function makeLate(): Promise<void> {
  await database.pool.query(`update tenant_versions set changed_at = clock_timestamp() - interval '90 seconds'`);
}

describe('the lag', () => {
  it('is known while a round is still under way, and is that of the oldest change', async () => {
    await insertTenants(database, 3);
    const gateway = createMemoryGateway('http://a');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    gateway.outcome = async (): Promise<PushOutcome> => {
      await held;
      return 'done';
    };
    const deps = memoryDeps(database, [gateway]);
    const forwarder = createForwarder({ ...deps, pushIntervalSeconds: 0.1 });
    await makeLate();
    forwarder.start();
    await expect.poll(() => gateway.sent.length).toBe(3);
    await expect.poll(() => forwarder.lag().tenants).toBe(3);
    expect(forwarder.lag().seconds).toBeGreaterThan(89);
    expect((await deps.metrics.tenantsDue.get()).values[0]?.value).toBe(3);
    release();
    await expect.poll(() => forwarder.lag(), { timeout: 10_000 }).toEqual({ tenants: 0, seconds: 0 });
    await forwarder.stop();
  });

  it('of a tenant that changes all the time is never older than its last push', async () => {
    const [tenant = ''] = await insertTenants(database, 1);
    const gateway = createMemoryGateway('http://a');
    gateway.outcome = async (): Promise<PushOutcome> => {
      await bumpVersion(database, tenant);
      return 'done';
    };
    await makeLate();
    const { pushDue, lag } = createMemoryForwarder(database, [gateway]);
    await pushDue();
    expect(lag().tenants).toBe(1);
    expect(lag().seconds).toBeLessThan(60);
    gateway.outcome = () => 'done';
    await pushDue();
    expect(lag()).toEqual({ tenants: 0, seconds: 0 });
  });

  it('is not asked of Postgres by the rounds of a forwarder that was started', async () => {
    const gateway = createMemoryGateway('http://a');
    const queries = vi.spyOn(database.pool, 'query');
    const forwarder = createForwarder({ ...memoryDeps(database, [gateway]), pushIntervalSeconds: 0.02 });
    const startedAtMs = performance.now();
    forwarder.start();
    await expect.poll(() => gateway.asked).toBeGreaterThan(10);
    await forwarder.stop();
    const looks = queries.mock.calls.filter(([query]) => JSON.stringify(query).includes('forwarding_lag'));
    expect(looks.length).toBeGreaterThan(0);
    expect(looks.length).toBeLessThanOrEqual(1 + (performance.now() - startedAtMs) / 2_000);
  });
});

describe('watch', () => {
  it('logs once that looks fail, keeps what it found last, and logs once that they succeed again', async () => {
    await insertTenants(database, 2);
    await makeLate();
    const { metrics } = memoryDeps(database, []);
    const { logger, lines } = createMemoryLog();
    const looks = vi.spyOn(database.pool, 'query');
    const lagWatch = createLagWatch({ pool: database.pool, metrics, logger, lookEveryMs: 10 });
    const severalLooks = async () => {
      const before = looks.mock.calls.length;
      await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(before + 4);
    };
    const stopping = new AbortController();
    const watching = lagWatch.watch(stopping.signal);
    await expect.poll(() => lagWatch.current().tenants).toBe(2);
    expect(lines).toEqual([]);

    await database.pool.query('alter table push_state rename to away');
    await severalLooks();
    expect(lines).toEqual([expect.stringMatching(/"warn".*the lag of the gateways is not known/)]);
    expect(lagWatch.current().tenants).toBe(2);

    await database.pool.query('alter table away rename to push_state');
    await severalLooks();
    stopping.abort();
    await watching;
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/"info".*the lag of the gateways is known again/);
  });

  it('ends at once when it is stopped between two looks', async () => {
    const { metrics, logger } = memoryDeps(database, []);
    const lagWatch = createLagWatch({ pool: database.pool, metrics, logger, lookEveryMs: 3_600_000 });
    await insertTenants(database, 1);
    await makeLate();
    const stopping = new AbortController();
    const watching = lagWatch.watch(stopping.signal);
    await expect.poll(() => lagWatch.current().tenants).toBe(1);
    stopping.abort();
    await watching;
  });
});
