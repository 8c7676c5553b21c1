import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PushgatewayService, startPushgateway } from '../../scripts/stack/pushgateway.ts';
import { describeWith, testTool } from '../../scripts/vitest/testTools.ts';
import { runGatewaysCommand } from './gatewaysCommand.ts';
import { createMemoryForwarder, createMemoryGateway, insertTenants } from './testing/forwardingRig.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';

const dead = 'http://127.0.0.1:9';
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database?.drop());

const run = (args: string[], listedUrls: string[] = []) =>
  runGatewaysCommand(args, { databaseUrl: database.url, listedUrls });

/** Tenants as they are after pushes to a gateway in memory that is called by this URL. */
async function pushedTo(url: string, count: number): Promise<string[]> {
  const tenants = await insertTenants(database, count);
  await createMemoryForwarder(database, [createMemoryGateway(url)]).pushDue();
  return tenants;
}

async function homes(): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ url: string | null }>(
    'select distinct gateway_url as url from push_state order by 1',
  );
  return rows.map(({ url }) => url);
}

describe('npm run gateways', () => {
  it('forgets a dead gateway: the next round pushes its tenants to another, and health has nothing left to say', async () => {
    const tenants = await pushedTo(dead, 5);
    const [old, next] = [createMemoryGateway(dead), createMemoryGateway('http://next:9091')];
    old.answers = false;
    const { pushDue, gateways } = createMemoryForwarder(database, [old, next], { urls: [next.url] });
    await pushDue();
    expect(next.groups.size).toBe(0);
    expect(gateways().departedSilent).toEqual([dead]);

    const { exitCode, text } = await run(['forget', `${dead}/`], [next.url]);
    expect(exitCode).toBe(0);
    expect(text).toMatch(
      /^Forgot http:\/\/127\.0\.0\.1:9 \(does not answer .*\)\. The backend now places the 5 tenants/,
    );
    await pushDue();
    expect(new Set(next.groups.keys())).toEqual(new Set(tenants));
    expect(gateways().departedSilent).toEqual([]);
    expect(await homes()).toEqual([next.url]);
  });

  it('does so also for more tenants than are locked at a time, and leaves those of other gateways alone', async () => {
    await insertTenants(database, 2_001);
    await database.pool.query('update push_state set gateway_url = $1, pushed_at = clock_timestamp()', [dead]);
    const [other = ''] = await insertTenants(database, 1);
    await database.pool.query('update push_state set gateway_url = $2 where tenant_id = $1', [other, 'http://b:1']);
    expect((await run(['forget', dead])).text).toContain('2001 tenants');
    expect(await homes()).toEqual(['http://b:1', null]);
  });

  it('refuses a gateway that is on the list, whose tenants would go back to it', async () => {
    await pushedTo(dead, 1);
    const { exitCode, text } = await run(['forget', dead], ['http://b:9091', 'http://me:secret@127.0.0.1:9']);
    expect([exitCode, await homes()]).toEqual([1, [dead]]);
    expect(text).toMatch(/is in PUSHGATEWAY_URLS.*Take it off the list/);
  });

  it('says which gateways hold tenants when the one that was named holds none', async () => {
    expect((await run([])).text).toBe('No Pushgateway holds a tenant.');
    await pushedTo(dead, 1);
    const { exitCode, text } = await run(['forget', 'http://127.0.0.1:90']);
    expect([exitCode, await homes()]).toEqual([1, [dead]]);
    expect(text).toContain(`Pushgateways that hold tenants: ${dead}.`);
    expect(await run([])).toMatchObject({
      exitCode: 0,
      text: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9 {2}1 tenant {2}does not answer as a Pushgateway: connect/),
    });
  });

  it('forgets one whose port now belongs to another program', async () => {
    const program = createServer((_req, res) => void res.end('hello'));
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(program.address() as AddressInfo).port}`;
    await pushedTo(url, 1);
    expect((await run(['forget', url])).exitCode).toBe(0);
    program.close();
    expect(await homes()).toEqual([null]);
  });

  it.each([['forget'], ['remove', dead], ['forget', 'gateway'], ['forget', dead, dead], ['forget', 'ftp://a']])(
    'explains itself: %j',
    async (...args) => {
      expect(await run(args)).toMatchObject({ exitCode: 2, text: expect.stringMatching(/^Usage: npm run gateways/) });
    },
  );

  it('says how to name the database, and when it does not answer', async () => {
    const unnamed = await runGatewaysCommand([], { databaseUrl: undefined, listedUrls: [] });
    expect(unnamed).toMatchObject({ exitCode: 1, text: expect.stringMatching(/DATABASE_URL=.*npm run gateways/) });
    const down = 'postgres://uvp:secret@127.0.0.1:9/uvp';
    const { exitCode, text } = await runGatewaysCommand([], { databaseUrl: down, listedUrls: [] });
    expect(exitCode).toBe(1);
    expect(text).toMatch(/does not answer/);
    expect(text).not.toContain('secret');
  });
});

describeWith(['pushgateway'], 'npm run gateways, beside a Pushgateway that runs', () => {
  it('does not forget it', async () => {
    const gateway: PushgatewayService = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    await pushedTo(gateway.url, 1);
    const { exitCode, text } = await run(['forget', gateway.url]);
    expect([exitCode, await homes()]).toEqual([1, [gateway.url]]);
    expect(text).toMatch(/answers, so it is not forgotten: Prometheus would see its numbers twice/);
    expect((await run([])).text).toBe(`${gateway.url}  1 tenant  answers`);
    await gateway.stop();
  });
});
