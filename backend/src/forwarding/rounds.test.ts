import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  bumpVersion,
  createMemoryForwarder,
  createMemoryGateway,
  insertTenants,
  type MemoryGateway,
  memoryDeps,
} from '../testing/forwardingRig.ts';
import { createMemoryLog } from '../testing/memoryLog.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createForwarder } from './forwarder.ts';
import { claimDue, leaseMs } from './leases.ts';
import type { PushOutcome } from './metricSink.ts';
import { pushTenant } from './pushTenant.ts';
import { createRound } from './round.ts';

let database: TestDatabase;
let a: MemoryGateway;
let b: MemoryGateway;

beforeEach(async () => {
  database = await createTestDatabase();
  a = createMemoryGateway('http://a:9091');
  b = createMemoryGateway('http://b:9091');
});
afterEach(() => database.drop());

async function placeAll(tenantIds: readonly string[], url: string): Promise<void> {
  await database.pool.query(
    `update push_state set gateway_url = $2, gateway_start = 'before', pushed_at = now() - interval '1 hour'
     where tenant_id = any ($1::uuid[])`,
    [tenantIds, url],
  );
}

async function state(): Promise<{ owned: number; homes: (string | null)[] }> {
  const { rows } = await database.pool.query<{ owner: string | null; url: string | null }>(
    'select owner, gateway_url as url from push_state',
  );
  return { owned: rows.filter(({ owner }) => owner !== null).length, homes: [...new Set(rows.map(({ url }) => url))] };
}

describe('a round', () => {
  it('ends, though everybody has new samples again as soon as they were pushed', async () => {
    const tenants = await insertTenants(database, 45);
    a.outcome = async (tenantId): Promise<PushOutcome> => {
      await bumpVersion(database, tenantId);
      return 'done';
    };
    const { pushDue } = createMemoryForwarder(database, [a]);
    await pushDue();
    expect([...a.sent].sort()).toEqual([...tenants].sort());
    await pushDue();
    expect(a.sent).toHaveLength(90);
  });

  it('ends, though the gateway is restarted in the middle of it; the next one brings it the others', async () => {
    const tenants = await insertTenants(database, 45);
    const { pushDue } = createMemoryForwarder(database, [a]);
    a.outcome = () => {
      if (a.sent.length !== 25) return 'done';
      a.startTime = 'again';
      a.groups.clear();
      return 'done';
    };
    await pushDue();
    expect(a.sent).toHaveLength(45);
    await pushDue();
    expect([...a.groups.keys()].sort()).toEqual([...tenants].sort());
  });

  it('gives up a gateway that takes no body, and serves the others', async () => {
    const [healthy = '', ...held] = await insertTenants(database, 41);
    await placeAll(held, a.url);
    await placeAll([healthy], b.url);
    // Pushed last, so that all the others come before it.
    await database.pool.query("update push_state set pushed_at = now() - interval '30 minutes' where tenant_id = $1", [
      healthy,
    ]);
    a.outcome = () => 'unknown';
    await createMemoryForwarder(database, [a, b]).pushDue();
    expect(a.sent.length).toBeLessThanOrEqual(8);
    expect(b.sent).toEqual([healthy]);
    expect((await state()).owned).toBe(a.sent.length);
  });

  it('gives up a gateway that falls silent in the middle of it', async () => {
    await insertTenants(database, 60);
    const { pushDue } = createMemoryForwarder(database, [a]);
    a.outcome = () => {
      if (a.sent.length === 10) {
        a.answers = false;
        a.asked = 0;
      }
      return 'done';
    };
    await pushDue();
    expect(a.sent.length).toBeLessThan(20);
    expect(a.asked).toBeLessThanOrEqual(4);
    a.answers = true;
    await database.pool.query('update push_state set lease_until = null');
    await pushDue();
    expect(a.groups.size).toBe(60);
  });

  it('leaves the tenants of a departed gateway that is down where they are, and is not held up by them', async () => {
    const [healthy = '', ...held] = await insertTenants(database, 41);
    await placeAll(held, a.url);
    await placeAll([healthy], b.url);
    a.answers = false;
    const { pushDue, gateways } = createMemoryForwarder(database, [a, b], { urls: [b.url] });
    await pushDue();
    expect(b.sent).toEqual([healthy]);
    expect(gateways()).toEqual({ listed: 1, silent: [], departedSilent: [a.url] });
    expect((await state()).homes.sort()).toEqual([a.url, b.url]);
    a.answers = true;
    await pushDue();
    expect(new Set(a.sent)).toEqual(new Set(held));
    expect(b.groups.size).toBe(41);
    expect(await state()).toEqual({ owned: 0, homes: [b.url] });
  });

  it('marks a zero once, and looks less and less often whether it was scraped', async () => {
    await insertTenants(database, 1, 50);
    const { pushDue } = createMemoryForwarder(database, [a], { zeroForMs: 1_000, lastScrape: { kind: 'failing' } });
    const marks = async () =>
      (await database.pool.query('select id, xmin::text, zero_pushed_at from series order by id')).rows;
    const dueInSeconds = async () => {
      const { rows } = await database.pool.query<{ s: number }>(
        'select extract(epoch from due_at - clock_timestamp())::double precision as s from push_state',
      );
      return rows[0]?.s;
    };
    await pushDue();
    await database.pool.query("update series set zero_pushed_at = zero_pushed_at - interval '41 seconds'");
    const marked = await marks();
    await database.pool.query('update push_state set due_at = clock_timestamp()');
    await pushDue();
    expect(a.sent).toHaveLength(2);
    expect(await marks()).toEqual(marked);
    expect(await dueInSeconds()).toBeGreaterThan(8);
    expect(await dueInSeconds()).toBeLessThan(15);
  });

  it.each([
    ['push', 'http://a:9091'],
    ['removal', 'http://b:9091'],
  ])('begins no %s that could end after its lease', async (_what, heldBy) => {
    const [tenantId = ''] = await insertTenants(database, 1);
    await placeAll([tenantId], heldBy);
    const deps = memoryDeps(database, [a, b], { urls: [a.url] });
    const answering = [a, b].map(({ url, startTime }) => ({ url, startTime }));
    const push = async (leftMs: number) => {
      const [lease] = await claimDue(database.pool, answering, [a.url], performance.now(), 1);
      const endsAtMs = performance.now() + leftMs;
      if (!lease) throw new Error('the tenant is not due');
      await pushTenant(deps, { ...lease, endsAtMs }, createRound(answering));
      return endsAtMs;
    };
    await push(5_900);
    expect([...a.sent, ...b.sent]).toEqual([]);
    expect((await state()).owned).toBe(0);
    const deadlines: number[] = [];
    a.outcome = b.outcome = (_tenantId, deadlineMs) => {
      deadlines.push(deadlineMs);
      return 'done';
    };
    const endsAtMs = await push(leaseMs);
    expect(deadlines.length).toBeGreaterThan(0);
    expect(Math.max(...deadlines)).toBeLessThan(endsAtMs - 1_000);
  });

  it('that fails is counted each time, and logged once; so is the first one that succeeds', async () => {
    const [tenant = ''] = await insertTenants(database, 1);
    const log = createMemoryLog();
    const deps = { ...memoryDeps(database, [a]), logger: log.logger };
    const failures = async () => {
      const { values } = await deps.metrics.errors.get();
      return values.find(({ labels }) => labels.kind === 'forwarding')?.value ?? 0;
    };
    const logged = () => log.lines.filter((line) => line.includes('forwarding round'));
    await database.pool.query('alter table push_state rename to away');
    const forwarder = createForwarder({ ...deps, pushIntervalSeconds: 0.02 });
    forwarder.start();
    await expect.poll(failures).toBeGreaterThan(3);
    expect(logged()).toEqual([expect.stringMatching(/"warn".*a forwarding round failed/)]);
    await database.pool.query('alter table away rename to push_state');
    await expect.poll(() => a.groups.has(tenant)).toBe(true);
    await expect.poll(logged).toHaveLength(2);
    await forwarder.stop();
    expect(logged()[1]).toMatch(/"info".*forwarding rounds succeed again/);
    expect(logged()).toHaveLength(2);
  });
});

describe('stop', () => {
  it('takes no longer than four seconds when a gateway hangs, and leaves the rest to others', async () => {
    await insertTenants(database, 30);
    const forwarder = createMemoryForwarder(database, [a]);
    a.outcome = () => new Promise(() => {});
    forwarder.start();
    await expect.poll(() => a.sent.length).toBe(4);
    const startedAtMs = performance.now();
    await forwarder.stop();
    expect(performance.now() - startedAtMs).toBeLessThan(4_500);
    expect(a.sent).toHaveLength(4);
  });

  it('begins nothing more of a long round, gives back what it has not begun, and does a last one', async () => {
    await insertTenants(database, 20);
    const forwarder = createMemoryForwarder(database, [a]);
    a.outcome = () => sleep(600, 'done');
    forwarder.start();
    await expect.poll(() => a.sent.length).toBe(4);
    await forwarder.stop();
    // Every round asks once, and every push once more.
    await expect.poll(() => a.asked - a.sent.length).toBe(2);
    await expect.poll(async () => (await state()).owned).toBe(0);
  });
});

describe('a gateway that has left the list', () => {
  it('keeps nothing of a tenant, also when a push whose outcome is not known lands after it answers again', async () => {
    const [tenant = ''] = await insertTenants(database, 1);
    await createMemoryForwarder(database, [a]).pushDue();
    expect(a.groups.has(tenant)).toBe(true);
    await bumpVersion(database, tenant);
    a.outcome = () => 'unknown';
    await createMemoryForwarder(database, [a]).pushDue();
    a.outcome = () => 'done';
    await database.pool.query('update push_state set lease_until = clock_timestamp() where lease_until is not null');

    // What the gateway had received when it stopped is applied a moment after it goes on.
    const answer = a.status.bind(a);
    let late: Promise<void> | undefined;
    a.status = async () => {
      const status = await answer();
      late ??= sleep(700).then(() => void a.groups.set(tenant, 'late'));
      return status;
    };
    await createMemoryForwarder(database, [a, b], { urls: [b.url] }).pushDue();
    await late;
    expect([a.groups.has(tenant), b.groups.has(tenant)]).toEqual([false, true]);
  });
});
