import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../backend/src/testing/testDatabase.ts';
import { createTestClient, type TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { describeWith, testTool } from '../vitest/testTools.ts';
import { type Launch, launch } from './testing/launch.ts';

let localDir: string;
let database: TestDatabase;
let running: Launch | undefined;
const occupants: Server[] = [];

beforeEach(async () => {
  localDir = join(await mkdtemp(join(tmpdir(), 'uvp-gateway-')), 'local');
  database = await createTestDatabase();
});
afterEach(async () => {
  await stop();
  for (const occupant of occupants.splice(0)) occupant.close();
  await database.drop();
  await rm(join(localDir, '..'), { recursive: true, force: true });
});

/** The launcher with the real API, on a database that exists; and the URL of its Pushgateway. */
async function start(more: NodeJS.ProcessEnv = {}): Promise<{ api: string; gateway: string }> {
  const env = { DATABASE_URL: database.url, PROMETHEUS_URL: '', GRAFANA_URL: '', BCRYPT_ROUNDS: '4', WITH_API: '1' };
  running = launch(localDir, { ...env, PUSH_INTERVAL_SECONDS: '0.2', INTERNAL_PORT: '0', ...more });
  await running.ready();
  const gateway = /^ +Pushgateway +(\S+)$/m.exec(running.output())?.[1] ?? '';
  return { api: running.record()?.url ?? '', gateway };
}

async function stop(): Promise<void> {
  running?.process.kill('SIGINT');
  await running?.exited;
  running = undefined;
}

/** Something that accepts connections and never says anything, as long as the test runs. */
async function occupy(gateway: string): Promise<void> {
  const occupant = createServer();
  occupants.push(occupant);
  await new Promise<void>((resolve) => void occupant.listen(Number(new URL(gateway).port), '127.0.0.1', resolve));
}

async function shown(gateway: string, tenant: TestTenant): Promise<number | undefined> {
  const text = await (await fetch(`${gateway}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith('visits_total{') && one.includes(tenant.id));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

describeWith(['pushgateway'], "npm start after the Pushgateway's port was taken by something else", () => {
  it('brings metrics that existed to the new Pushgateway at their full totals, each time', {
    timeout: 90_000,
  }, async () => {
    const first = await start();
    const client = createTestClient(first.api);
    const tenant = await client.signUp();
    await client.createMetric(tenant, { metricName: 'visits', metricType: 'counter' });
    await client.push(tenant, [{ name: 'visits', value: 5 }]);
    await expect.poll(() => shown(first.gateway, tenant), { timeout: 10_000 }).toBe(0);
    // What a scrape by Prometheus brings about.
    await database.pool.query('update series set promoted_at = clock_timestamp()');

    let { gateway } = first;
    for (const total of [6, 7]) {
      await stop();
      await occupy(gateway);
      const next = await start();
      expect(next.gateway).not.toBe(gateway);
      expect(running?.output()).toContain(`${gateway} ended with an earlier start`);
      gateway = next.gateway;
      await createTestClient(next.api).push(tenant, [{ name: 'visits', value: 1 }]);
      await expect.poll(() => shown(gateway, tenant), { timeout: 10_000 }).toBe(total);
      const health = () => createTestClient(next.api).call('GET', '/api/v1/health');
      await expect.poll(health, { timeout: 10_000 }).toMatchObject({ body: { status: 'ok' } });
    }
  });

  it('keeps the tenants of a Pushgateway that the caller named', { timeout: 60_000 }, async () => {
    await database.pool.query('insert into push_state (tenant_id, gateway_url) values (gen_random_uuid(), $1)', [
      'http://gateway.example:9091',
    ]);
    const { gateway } = await start();
    const { rows } = await database.pool.query('select gateway_url as url from push_state');
    expect(rows).toEqual([{ url: 'http://gateway.example:9091' }]);
    const file = join(localDir, 'pushgateways.json');
    expect(existsSync(file) && JSON.parse(readFileSync(file, 'utf8'))).toEqual([
      { gateway, startedAt: expect.any(String) },
    ]);
  });
});

describeWith(['pushgateway'], 'npm start when the Pushgateway dies', () => {
  const pid = () => running?.record()?.services.find(({ name }) => name === 'pushgateway')?.pid;

  it('stores samples meanwhile, starts it again at its address, and shows the totals there', {
    timeout: 60_000,
  }, async () => {
    const { api, gateway } = await start();
    const client = createTestClient(api);
    const tenant = await client.signUp();
    await client.createMetric(tenant, { metricName: 'visits', metricType: 'counter' });
    await client.push(tenant, [{ name: 'visits', value: 5 }]);
    await database.pool.query('update series set promoted_at = clock_timestamp()');
    await expect.poll(() => shown(gateway, tenant), { timeout: 10_000 }).toBe(5);

    const dead = pid() ?? 0;
    process.kill(dead, 'SIGKILL');
    await expect.poll(pid).toBeUndefined();
    const { status, body } = await client.push(tenant, [{ name: 'visits', value: 2 }]);
    expect([status, body.accepted]).toEqual([202, 1]);
    await expect.poll(() => shown(gateway, tenant).catch(() => undefined), { timeout: 20_000 }).toBe(7);
    expect(pid()).not.toBe(dead);
    expect(running?.output()).toMatch(
      /pushgateway died \(signal SIGKILL\), and is started again in 1 s; samples are stored/,
    );
    expect(running?.output()).toContain('pushgateway runs again');

    running?.process.kill('SIGINT');
    expect(await running?.exited).toBe(0);
    expect(running?.output().match(/pushgateway died/g)).toHaveLength(1);
  });

  it('waits longer each time when it dies at once again and again, and shows its log', {
    timeout: 60_000,
  }, async () => {
    const { binary } = testTool('pushgateway');
    const program = join(localDir, '../failing-pushgateway');
    const script = `#!/bin/sh
      if [ -e '${localDir}/has-run' ]; then echo 'no memory left'; exit 3; fi
      touch '${localDir}/has-run'
      exec '${binary}' "$@"`;
    await writeFile(program, script, { mode: 0o755 });
    const { api } = await start({ PUSHGATEWAY_BIN: program });
    process.kill(pid() ?? 0, 'SIGKILL');
    const output = () => running?.output();
    await expect
      .poll(output, { timeout: 20_000 })
      .toMatch(
        /pushgateway ended too early \(exit code 3\), for the 3rd time in a row, and is started again in 4 s; samples are stored.* Its last lines:\n +no memory left\n/,
      );
    expect(output()).toMatch(/pushgateway ended too early \(exit code 3\), and is started again in 2 s/);
    expect((await createTestClient(api).call('GET', '/api/v1/health')).status).toBe(200);

    // A start that is planned does not hold up the stop.
    const startedAtMs = performance.now();
    running?.process.kill('SIGINT');
    expect(await running?.exited).toBe(0);
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  });
});
