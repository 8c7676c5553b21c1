import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createMemoryForwarder,
  createMemoryGateway,
  insertTenants,
  type MemoryGateway,
} from '../testing/forwardingRig.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { claimDue } from './leases.ts';

let database: TestDatabase;
let a: MemoryGateway;

beforeEach(async () => {
  database = await createTestDatabase();
  a = createMemoryGateway('http://a:9091');
});
afterEach(() => database.drop());

describe('a claim', () => {
  it('is of one claimant only, however many claim at once', async () => {
    const tenants = await insertTenants(database, 100);
    const reachable = [{ url: a.url, startTime: 'now' }];
    const claims = await Promise.all(
      Array.from({ length: 40 }, () => claimDue(database.pool, reachable, [a.url], performance.now(), 10)),
    );
    const claimed = claims.flat().map(({ tenantId }) => tenantId);
    expect(claimed).toHaveLength(new Set(claimed).size);
    const rest = await claimDue(database.pool, reachable, [a.url], performance.now(), 100);
    expect(claimed.length + rest.length).toBe(tenants.length);
  });
});

describe("when Postgres's clock is set back", () => {
  /** All that Postgres has noted lies ahead by as much as the clock was set back. */
  async function setClockBack(): Promise<void> {
    await database.pool.query(`
      update push_state set lease_until = lease_until + interval '1 day', due_at = due_at + interval '1 day', pushed_at = pushed_at + interval '1 day';
      update series set zero_pushed_at = zero_pushed_at + interval '1 day'`);
  }

  it('shows a zero anew, and then the total', async () => {
    const [tenant = ''] = await insertTenants(database, 1);
    const { pushDue } = createMemoryForwarder(database, [a]);
    await pushDue();
    await setClockBack();
    await expect
      .poll(() => pushDue().then(() => a.groups.get(tenant)), { timeout: 5_000, interval: 100 })
      .toContain('} 7\n');
  });

  it('lets a lease last as long again, and no longer', async () => {
    await insertTenants(database, 1);
    await claimDue(database.pool, [{ url: a.url, startTime: 'now' }], [a.url], performance.now(), 1);
    await setClockBack();
    await createMemoryForwarder(database, [a]).pushDue();
    expect(a.sent).toEqual([]);
    const { rows } = await database.pool.query<{ seconds: number }>(
      'select extract(epoch from lease_until - clock_timestamp())::double precision as seconds from push_state',
    );
    expect(rows[0]?.seconds).toBeGreaterThan(10);
    expect(rows[0]?.seconds).toBeLessThanOrEqual(15);
  });
});
