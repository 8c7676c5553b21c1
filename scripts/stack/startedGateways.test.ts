import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../backend/src/testing/testDatabase.ts';
import { describeWith, testTool } from '../vitest/testTools.ts';
import { startPushgateway } from './pushgateway.ts';
import { type EarlierGateways, forgetEndedGateways } from './startedGateways.ts';

const nowMs = Date.parse('2026-01-31T12:00:00Z');
const silent = 'http://127.0.0.1:9';
const ours = 'http://127.0.0.1:9091';
let localDir: string;
let database: TestDatabase;

beforeEach(async () => {
  localDir = await mkdtemp(join(tmpdir(), 'uvp-started-'));
  database = await createTestDatabase();
});
afterEach(async () => {
  await database?.drop();
  await rm(localDir, { recursive: true, force: true });
});

/** What earlier launchers have left: the list, and a tenant on each of these gateways. */
async function startedEarlier(startedAt: string, ...gateways: string[]): Promise<void> {
  const list = gateways.map((gateway) => ({ gateway, startedAt }));
  await writeFile(join(localDir, 'pushgateways.json'), JSON.stringify(list));
  for (const gateway of gateways) {
    await database.pool.query(
      'insert into push_state (tenant_id, gateway_url, pushed_at) values (gen_random_uuid(), $1, now())',
      [gateway],
    );
  }
}

function start(more: { areOurs?: boolean; pushgatewayUrls?: string } = {}): Promise<EarlierGateways> {
  const { areOurs = true, pushgatewayUrls = ours } = more;
  return forgetEndedGateways({ localDir, databaseUrl: database.url, pushgatewayUrls, areOurs, nowMs });
}

function listed(): string[] {
  const file = join(localDir, 'pushgateways.json');
  const list: { gateway: string }[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  return list.map(({ gateway }) => gateway);
}

async function homes(): Promise<(string | null)[]> {
  const { rows } = await database.pool.query<{ url: string | null }>('select gateway_url as url from push_state');
  return rows.map(({ url }) => url);
}

describe('forgetEndedGateways', () => {
  it('forgets one that is silent, and keeps its name for other databases, but not for ever', async () => {
    await startedEarlier('2026-01-02T12:00:00Z', silent);
    expect(await start()).toEqual({ forgotten: [silent], unclear: [] });
    expect(await homes()).toEqual([null]);
    expect(listed()).toEqual([silent, ours]);
    await startedEarlier('2026-01-01T12:00:00Z', silent);
    expect((await start()).forgotten).toEqual([silent]);
    expect(listed()).toEqual([ours]);
  });

  it('leaves an address that the caller names by now to the caller, also at later starts', async () => {
    await startedEarlier('2026-01-30T12:00:00Z', silent);
    expect(await start({ areOurs: false, pushgatewayUrls: `${silent}/` })).toEqual({ forgotten: [], unclear: [] });
    expect(listed()).toEqual([]);
    expect((await start()).forgotten).toEqual([]);
    expect(await homes()).toEqual([silent]);
  });

  it('says so when something answers there that may be a Pushgateway behind a password', async () => {
    const server = createServer((_req, res) => void res.writeHead(401, { connection: 'close' }).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await startedEarlier('2026-01-30T12:00:00Z', url);
    expect(await start()).toEqual({ forgotten: [], unclear: [{ name: url, text: expect.stringContaining('401') }] });
    expect(await homes()).toEqual([url]);
    expect(listed()).toEqual([ours]);
  });
});

describeWith(['pushgateway'], 'forgetEndedGateways, when a Pushgateway of the user has the address by now', () => {
  it('leaves its tenants to it and drops the name', async () => {
    const gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    onTestFinished(() => gateway.kill());
    await startedEarlier('2026-01-30T12:00:00Z', gateway.url, silent);
    expect(await start()).toEqual({ forgotten: [silent], unclear: [] });
    expect((await homes()).toSorted()).toEqual([gateway.url, null]);
    expect(listed()).toEqual([silent, ours]);
    await gateway.stop();
    await start();
    expect((await homes()).toSorted()).toEqual([gateway.url, null]);
  });
});
