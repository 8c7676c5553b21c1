import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { describeWith, testTool } from '../vitest/testTools.ts';
import { startPostgres } from './postgres.ts';
import { identify, isAlive } from './processIdentity.ts';
import { startPrometheus } from './prometheus.ts';
import { startPushgateway } from './pushgateway.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uvp-services-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  const options = () => ({ binaries: inject('postgresBinaries'), dataDir: join(directory, 'data'), durable: true });

  it('keeps rows over a stop, a kill -9 and a server left behind, and reads text as UTF-8', async () => {
    const first = await startPostgres({ ...options(), password: 'a b/@ü' });
    await query(first.url, `create table t as select upper('äß') as word`);
    await first.stop();
    expect(await first.exited).toBe('exit code 0');

    const second = await startPostgres({ ...options(), password: 'a b/@ü', port: first.port });
    expect(second.port).toBe(first.port);
    await second.kill();

    const third = await startPostgres({ ...options(), password: 'a b/@ü' });
    const stray = identify(third.pid);
    const fourth = await startPostgres({ ...options(), password: 'a b/@ü' });
    expect(stray !== undefined && isAlive(stray)).toBe(false);
    expect(await query(fourth.url, 'select word from t')).toEqual([{ word: 'Äß' }]);
    await fourth.stop();
  });

  it('lets nobody in without the password and names the file when it does not fit', async () => {
    const server = await startPostgres({ ...options(), password: 'right' });
    await expect(query(server.url.replace('right', 'wrong'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await server.stop();
    await expect(startPostgres({ ...options(), password: 'wrong' })).rejects.toThrow(/secrets\.json/);
  });
});

describe('the shared server', () => {
  it('lets its user make databases, in UTF-8', async () => {
    const [row] = await query(
      inject('postgresUrl'),
      `select rolcreatedb, rolsuper,
      current_setting('server_encoding') as encoding from pg_roles where rolname = current_user`,
    );
    expect(row).toEqual({ rolcreatedb: true, rolsuper: true, encoding: 'UTF8' });
  });
});

describeWith(['pushgateway'], 'startPushgateway', () => {
  // Version 1.11.0 closes the connection instead of answering 400: https://github.com/prometheus/pushgateway/issues/766
  const put = (url: string, job: string, body: string) =>
    fetch(`${url}/metrics/job/${job}`, { method: 'PUT', body }).then(
      (response) => response.status,
      () => 400,
    );

  it('starts empty on the same port after a kill -9, checking consistency only when asked to', async () => {
    const checking = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    expect(await put(checking.url, 'a', '# TYPE x counter\nx 1\n')).toBe(200);
    expect(await put(checking.url, 'b', '# TYPE x gauge\nx 1\n')).toBe(400);
    await checking.kill();
    await expect(fetch(checking.url)).rejects.toThrow();

    const trusting = await startPushgateway({
      ...testTool('pushgateway'),
      port: checking.port,
      consistencyCheck: false,
    });
    expect(trusting.url).toBe(checking.url);
    expect(await (await fetch(`${trusting.url}/metrics`)).text()).not.toContain('x{');
    expect(await put(trusting.url, 'a', '# TYPE x counter\nx 1\n')).toBe(202);
    expect(await put(trusting.url, 'b', '# TYPE x gauge\nx 1\n')).toBe(202);
    const status = await (await fetch(`${trusting.url}/api/v1/status`)).json();
    expect(status).toMatchObject({ data: { flags: { 'persistence.file': '' } } });
    await trusting.stop();
  });
});

describeWith(['pushgateway', 'prometheus'], 'startPrometheus', () => {
  it('scrapes tenants with their own labels and the gateway under its own job', async () => {
    const gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    await fetch(`${gateway.url}/metrics/job/uvp/tenant/t1`, {
      method: 'PUT',
      body: '# TYPE v_total counter\nv_total 3\n',
    });
    const prometheus = await startPrometheus({
      ...testTool('prometheus'),
      dataDir: join(directory, 'prometheus'),
      pushgatewayTargets: [new URL(gateway.url).host],
      backendTargets: [],
      scrapeIntervalSeconds: 1,
    });
    const ask = async (promql: string): Promise<unknown> => {
      const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(promql)}`);
      return ((await answer.json()) as { data: { result: unknown } }).data.result;
    };
    await expect
      .poll(() => ask('v_total'), { timeout: 20_000, interval: 250 })
      .toMatchObject([{ metric: { __name__: 'v_total', job: 'uvp', tenant: 't1' }, value: [expect.anything(), '3'] }]);
    await expect
      .poll(() => ask('pushgateway_build_info'), { timeout: 20_000, interval: 250 })
      .toMatchObject([{ metric: { job: 'pushgateway-self' } }]);
    expect(await ask('{job="pushgateway-self",tenant!=""}')).toEqual([]);
    await Promise.all([prometheus.stop(), gateway.stop()]);
  });
});
