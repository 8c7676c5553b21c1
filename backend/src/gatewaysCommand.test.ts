import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { startOnFreePort } from '../../scripts/stack/ports.ts';
import { type PushgatewayService, startPushgateway } from '../../scripts/stack/pushgateway.ts';
import { answersOk, startService } from '../../scripts/stack/startService.ts';
import { describeWith, testTool } from '../../scripts/vitest/testTools.ts';
import { runGatewaysCommand } from './gatewaysCommand.ts';
import { createMemoryForwarder, createMemoryGateway, insertTenants } from './testing/forwardingRig.ts';
import { createTestDatabase, type TestDatabase } from './testing/testDatabase.ts';

const dead = 'http://127.0.0.1:9';
let database: TestDatabase;
/** The one that the backend has on its list. */
let listed: PushgatewayService;

beforeAll(async () => {
  listed = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
});
afterAll(() => listed?.stop());
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database?.drop());

const run = (args: string[], listedUrls: string[] = [listed.url]) =>
  runGatewaysCommand(args, { databaseUrl: database.url, listedUrls });

/** Tenants as they are after pushes to a gateway in memory that is called by this URL, some time ago. */
async function pushedTo(url: string, count: number, minutesAgo = 13): Promise<string[]> {
  const tenants = await insertTenants(database, count);
  await createMemoryForwarder(database, [createMemoryGateway(url)]).pushDue();
  await waitMinutes(minutesAgo);
  return tenants;
}

async function waitMinutes(minutes: number): Promise<void> {
  await database.pool.query("update push_state set pushed_at = pushed_at - $1 * interval '1 minute'", [minutes]);
}

async function homes(): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ url: string | null }>(
    'select distinct gateway_url as url from push_state order by 1',
  );
  return rows.map(({ url }) => url);
}

/** Its URL, while the test runs. */
async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (status: number, body: string) =>
  createHttpServer((_req, res) => void res.writeHead(status, { connection: 'close' }).end(body));

const mailServer = () =>
  createServer((socket) => {
    socket.on('error', () => {});
    socket.end('220 hello\r\n');
  });

describeWith(['pushgateway'], 'npm run gateways', () => {
  it('forgets a dead gateway: the next round pushes its tenants to another, and health has nothing left to say', async () => {
    const tenants = await pushedTo(dead, 5);
    const [old, next] = [createMemoryGateway(dead), createMemoryGateway(listed.url)];
    old.answers = false;
    const { pushDue, gateways } = createMemoryForwarder(database, [old, next], { urls: [next.url] });
    await pushDue();
    expect(next.groups.size).toBe(0);
    expect(gateways().departedSilent).toEqual([dead]);

    const { exitCode, text } = await run(['forget', `${dead}/`]);
    expect(text).toMatch(
      /^Forgot http:\/\/127\.0\.0\.1:9 \(it does not answer: .*\)\. The backend now places the 5 tenants/,
    );
    expect(exitCode).toBe(0);
    await pushDue();
    expect(new Set(next.groups.keys())).toEqual(new Set(tenants));
    expect(gateways().departedSilent).toEqual([]);
    expect(await homes()).toEqual([next.url]);
  });

  it('does so also for more tenants than are locked at a time, and leaves those of other gateways alone', async () => {
    await insertTenants(database, 2_001);
    await database.pool.query("update push_state set gateway_url = $1, pushed_at = now() - interval '1 hour'", [dead]);
    const [other = ''] = await insertTenants(database, 1);
    await database.pool.query('update push_state set gateway_url = $2 where tenant_id = $1', [other, 'http://b:1']);
    expect((await run(['forget', dead])).text).toContain('2001 tenants');
    expect(await homes()).toEqual(['http://b:1', null]);
  });

  it('refuses a gateway that is on the list, whose tenants would go back to it', async () => {
    await pushedTo(dead, 1);
    const { exitCode, text } = await run(['forget', dead], [listed.url, 'http://me:secret@127.0.0.1:9']);
    expect([exitCode, await homes()]).toEqual([1, [dead]]);
    expect(text).toMatch(/is in PUSHGATEWAY_URLS.*Take it off the list/);
  });

  it('refuses where the list is not known', async () => {
    await pushedTo(dead, 1);
    const { exitCode, text } = await run(['forget', dead], []);
    expect([exitCode, await homes()]).toEqual([1, [dead]]);
    expect(text).toMatch(/PUSHGATEWAY_URLS is not set here.*Run it where the backend runs/);
  });

  it('refuses where no gateway of the list is seen: what is silent from there may be well elsewhere', async () => {
    const unknown = 'http://pushgateway.invalid:9091';
    await pushedTo(unknown, 1);
    const { exitCode, text } = await run(['forget', unknown], ['http://other.invalid:9091', dead]);
    expect([exitCode, await homes()]).toEqual([1, [unknown]]);
    expect(text).toMatch(/None of the Pushgateways in PUSHGATEWAY_URLS can be reached from here .*ECONNREFUSED/);
    // Where the others are seen, a name that is gone is what a container leaves that is gone.
    expect((await run(['forget', unknown])).text).toMatch(/^Forgot/);
  });

  it('refuses one that a backend has pushed to, until each would have pushed again', async () => {
    await pushedTo(dead, 2, 2);
    await database.pool.query(
      "update push_state set pushed_at = pushed_at - interval '1 hour' where tenant_id = (select min(tenant_id::text)::uuid from push_state)",
    );
    const { exitCode, text } = await run(['forget', dead, '--gone']);
    expect([exitCode, await homes()]).toEqual([1, [dead]]);
    expect(text).toMatch(/pushed to http:\/\/127\.0\.0\.1:9 12\d s ago.*run this again in 10 min/);
    await waitMinutes(10);
    expect((await run(['forget', dead])).exitCode).toBe(0);
  });

  it('forgets one whose last push lies in the future, because the clock was set back', async () => {
    await pushedTo(dead, 1, -60);
    expect((await run(['forget', dead])).exitCode).toBe(0);
  });

  it('says which gateways hold tenants when the one that was named holds none', async () => {
    expect((await run([])).text).toBe('No Pushgateway holds a tenant.');
    await pushedTo(dead, 1);
    const { exitCode, text } = await run(['forget', 'http://127.0.0.1:90']);
    expect([exitCode, await homes()]).toEqual([1, [dead]]);
    expect(text).toContain(`Pushgateways that hold tenants: ${dead}.`);
    expect(await run([])).toMatchObject({
      exitCode: 0,
      text: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9 {2}1 tenant {2}does not answer: connect ECONNREFUSED/),
    });
  });

  it.each([
    ['asks for a password', () => answering(401, 'Unauthorized'), /answers, but: .*401/],
    ['is a proxy without a gateway behind it', () => answering(502, ''), /answers, but: .*502/],
    ['is another program', () => answering(200, 'hello'), /answers, but: what answers is no Pushgateway/],
    ['speaks another protocol', () => mailServer(), /no answer/],
  ])(
    'forgets none whose address answers and %s, unless it is told that the gateway is gone',
    async (_what, program, said) => {
      const url = await listen(program());
      await pushedTo(url, 1);
      const { exitCode, text } = await run(['forget', url]);
      expect([exitCode, await homes()]).toEqual([1, [url]]);
      expect(text).toMatch(said);
      expect(text).toMatch(/add --gone\.$/);
      expect((await run(['forget', url, '--gone'])).exitCode).toBe(0);
      expect(await homes()).toEqual([null]);
    },
  );

  it.each([
    ['forget'],
    ['remove', dead],
    ['forget', 'gateway'],
    ['forget', dead, dead],
    ['forget', `${dead},${dead}`],
    ['forget', 'ftp://a'],
  ])('explains itself: %j', async (...args) => {
    expect(await run(args)).toMatchObject({ exitCode: 2, text: expect.stringMatching(/^Usage: npm run gateways/) });
  });

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
  it.each([
    ['', '', 'answers'],
    [
      ' that keeps a file, which the backend cannot use',
      'data',
      'answers, but: the Pushgateway keeps a persistence file',
    ],
  ])('forgets none%s, whatever it is told', async (_what, file, said) => {
    const url = await startWithFile(file);
    await pushedTo(url, 1);
    for (const options of [[], ['--gone']]) {
      const { exitCode, text } = await run(['forget', url, ...options]);
      expect([exitCode, await homes()]).toEqual([1, [url]]);
      expect(text).toContain(`${url} ${said}`);
      expect(text).toMatch(/so it is not forgotten: Prometheus would see its numbers twice/);
    }
    expect((await run([])).text).toContain(`${url}  1 tenant  ${said}`);
  });

  it('forgets none that is stopped, and may go on', async () => {
    const gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    onTestFinished(() => gateway.kill());
    await pushedTo(gateway.url, 1);
    gateway.process.kill('SIGSTOP');
    const { exitCode, text } = await run(['forget', gateway.url]);
    expect([exitCode, await homes()]).toEqual([1, [gateway.url]]);
    expect(text).toMatch(/takes connections and gives no answer/);
  });
});

/** A Pushgateway with this persistence file in a directory of its own, or none; its URL, while the test runs. */
async function startWithFile(file: string): Promise<string> {
  const { binary, args } = testTool('pushgateway');
  const directory = await mkdtemp(join(tmpdir(), 'uvp-gateway-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return startOnFreePort(undefined, async (port) => {
    const url = `http://127.0.0.1:${port}`;
    const path = file === '' ? '' : join(directory, file);
    const all = [...args, `--web.listen-address=127.0.0.1:${port}`, `--persistence.file=${path}`];
    const gateway = await startService({ name: 'gateway', command: binary, args: all }, answersOk(`${url}/-/ready`));
    onTestFinished(() => gateway.stop());
    return url;
  });
}
