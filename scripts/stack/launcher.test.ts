import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { describeWith } from '../vitest/testTools.ts';
import { choosePort, releasePort } from './ports.ts';
import { isAlive } from './processIdentity.ts';
import { rootDir } from './rootDir.ts';
import type { RunRecord } from './runFile.ts';
import { type Launch, launch } from './testing/launch.ts';

let localDir: string;
const launches: Launch[] = [];

function start(env: NodeJS.ProcessEnv = {}): Launch {
  const launched = launch(localDir, env);
  launches.push(launched);
  return launched;
}

beforeEach(async () => {
  localDir = join(await mkdtemp(join(tmpdir(), 'uvp-launcher-')), 'local');
});

afterEach(async () => {
  for (const { process } of launches.splice(0)) process.kill('SIGTERM');
  await expect.poll(() => existsSync(join(localDir, 'run.json')), { timeout: 15_000 }).toBe(false);
  await rm(join(localDir, '..'), { recursive: true, force: true });
});

/** What runs, by the launcher's own record. */
function services(launched: Launch): RunRecord['services'] {
  return launched.record()?.services ?? [];
}

async function backendEnv(launched: Launch): Promise<Record<string, string>> {
  return (await (await fetch(`${launched.record()?.url}/env`)).json()) as Record<string, string>;
}

/** A program in the place of Grafana that is healthy and prints what it was given; its GRAFANA_HOME. */
async function installGrafana(): Promise<string> {
  const home = join(localDir, '../grafana');
  await mkdir(join(home, 'bin'), { recursive: true });
  await mkdir(join(home, 'conf'));
  await writeFile(join(home, 'conf/defaults.ini'), '');
  const program = `#!${process.execPath}
    console.log(JSON.stringify({ args: process.argv.slice(2), env: process.env }));
    require('node:http').createServer((request, response) => {
      response.statusCode = request.url === '/api/health' ? 200 : 301;
      response.end();
    }).listen(process.env.GF_SERVER_HTTP_PORT, process.env.GF_SERVER_HTTP_ADDR);`;
  await writeFile(join(home, 'bin/grafana'), program, { mode: 0o755 });
  return home;
}

describeWith(['prometheus', 'pushgateway'], 'npm start', () => {
  it('starts everything, stops all of it on Ctrl-C, and keeps data and secrets for the next start', async () => {
    const first = start();
    await first.ready();
    const running = services(first);
    expect(running.map(({ name }) => name)).toEqual(['postgres', 'pushgateway', 'prometheus', 'backend']);
    const env = await backendEnv(first);
    expect(env).toMatchObject({ NODE_ENV: 'development', PUSH_INTERVAL_SECONDS: '2', GRAFANA_URL: '' });
    expect(env.PUBLIC_URL).toBe(`http://localhost:${env.PORT}`);
    expect(env.BROWSER_TOKEN_KEYS).toMatch(/^k1:[\w-]{43}$/);
    expect(env.JWT_SECRET).toMatch(/^[\w-]{64}$/);
    for (const url of [env.PROMETHEUS_URL, env.PUSHGATEWAY_URLS, env.PUBLIC_URL]) expect(first.output()).toContain(url);
    expect(first.output()).not.toContain(new URL(env.DATABASE_URL ?? '').password);
    expect(first.output()).toContain(`Dashboard    ${env.PUBLIC_URL} (open it and sign up)`);
    expect(first.output()).not.toContain('database system is ready');
    expect(statSync(localDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(localDir, 'secrets.json')).mode & 0o777).toBe(0o600);

    const before = Date.now();
    first.process.kill('SIGINT');
    expect(await first.exited).toBe(0);
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(running.filter(isAlive)).toEqual([]);
    expect(first.record()).toBeUndefined();

    const second = start();
    await second.ready();
    const again = await backendEnv(second);
    for (const name of ['JWT_SECRET', 'BROWSER_TOKEN_KEYS', 'GRAFANA_DATASOURCE_TOKEN']) {
      expect(again[name]).toBe(env[name]);
    }
    expect(new URL(again.DATABASE_URL ?? '').password).toBe(new URL(env.DATABASE_URL ?? '').password);
  });

  it('takes free ports when the preferred ones are taken, and Prometheus follows', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const launched = start({ PORT: String(port), INTERNAL_PORT: String(port) });
    await launched.ready();
    taken.close();
    const env = await backendEnv(launched);
    expect(env.PORT).not.toBe(String(port));
    expect(launched.output()).toContain(`(${port} is taken)`);
    const config = await readFile(join(localDir, 'prometheus/prometheus.yml'), 'utf8');
    expect(config).toContain(`['127.0.0.1:${env.INTERNAL_PORT}']`);
    expect(config).toContain(`['${new URL(env.PUSHGATEWAY_URLS ?? '').host}']`);
  });

  it('can be told where browsers reach it, and says where a proxy finds it', async () => {
    const port = await choosePort();
    releasePort(port);
    const launched = start({
      PORT: String(port),
      PUBLIC_URL: 'https://example.com/uvp/',
      TRUST_PROXY_HOPS: '1',
      DATABASE_URL: inject('postgresUrl'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: '',
    });
    await launched.ready();
    const env = (await (await fetch(`http://127.0.0.1:${port}/env`)).json()) as Record<string, string>;
    expect(env).toMatchObject({ PUBLIC_URL: 'https://example.com/uvp', TRUST_PROXY_HOPS: '1' });
    expect(launched.output()).toMatch(/Dashboard +https:\/\/example\.com\/uvp \(open it and sign up\)$/m);
    expect(launched.output()).toMatch(new RegExp(`Listens at +http://localhost:${port}$`, 'm'));
  });

  it('stops what has started when Ctrl-C comes before all is ready', async () => {
    const launched = start();
    await expect.poll(() => services(launched).length, { interval: 5 }).toBeGreaterThan(0);
    const running = services(launched);
    launched.process.kill('SIGINT');
    expect(await launched.exited).toBe(0);
    expect(launched.output()).not.toContain('Ctrl-C stops everything');
    expect(running.filter(isAlive)).toEqual([]);
  });

  it('refuses a second start on the same directory', async () => {
    const first = start();
    await first.ready();
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`already running at ${first.record()?.url} (pid ${first.process.pid}`);
    expect(services(first).every(isAlive)).toBe(true);
  });

  it('finds and stops what a kill -9 of the launcher left running', async () => {
    const killed = start();
    await killed.ready();
    const orphans = services(killed);
    killed.process.kill('SIGKILL');
    await killed.exited;
    expect(orphans.filter(isAlive)).toHaveLength(orphans.length);

    const next = start();
    await next.ready();
    expect(orphans.filter(isAlive)).toEqual([]);
    expect(next.output()).toContain('backend, prometheus, pushgateway, postgres');
    expect(services(next)).toHaveLength(orphans.length);
  });

  it('ends with its last lines when the API dies', async () => {
    const launched = start();
    await launched.ready();
    const running = services(launched);
    await fetch(`${launched.record()?.url}/die`).catch(() => {});
    expect(await launched.exited).toBe(1);
    expect(launched.output()).toMatch(/backend died \(exit code 7\)[\s\S]*the stand-in was told to die/);
    expect(running.filter(isAlive)).toEqual([]);
  });

  it('starts Prometheus again at its address when it is killed, with the history it had', async () => {
    const launched = start({ SCRAPE_INTERVAL_SECONDS: '1' });
    await launched.ready();
    const { PROMETHEUS_URL } = await backendEnv(launched);
    const scrapes = async () => {
      const response = await fetch(`${PROMETHEUS_URL}/api/v1/query?query=min_over_time(timestamp(up)[10m:1s])`);
      const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
      return data.result.map(({ value }) => value[1]);
    };
    await expect.poll(scrapes, { timeout: 20_000 }).not.toEqual([]);
    const pid = () => services(launched).find(({ name }) => name === 'prometheus')?.pid;
    const killed = pid() ?? 0;
    const before = await scrapes();
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => pid() ?? killed, { timeout: 20_000 }).not.toBe(killed);
    await expect.poll(() => scrapes().catch(() => []), { timeout: 20_000 }).toEqual(expect.arrayContaining(before));
    expect(launched.output()).toMatch(
      /prometheus died \(signal SIGKILL\), and is started again in 1 s; samples are stored/,
    );
  });
});

describe('npm start on an existing database', () => {
  it('starts the API without Prometheus and Pushgateway and says how to get them', async () => {
    const launched = start({
      DATABASE_URL: inject('postgresUrl'),
      PROMETHEUS_BIN: '/nowhere',
      PUSHGATEWAY_BIN: '/nowhere',
    });
    await launched.ready();
    expect(services(launched).map(({ name }) => name)).toEqual(['backend']);
    expect(await backendEnv(launched)).toMatchObject({
      DATABASE_URL: inject('postgresUrl'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: '',
    });
    expect(launched.output()).toMatch(/pushgateway: missing.*PUSHGATEWAY_BIN=\/nowhere is not an executable file/);
    expect(existsSync(join(localDir, 'postgres'))).toBe(false);
  });

  it('starts Grafana last, with our provisioning, when GRAFANA_HOME names it', async () => {
    const home = await installGrafana();
    const env = {
      DATABASE_URL: inject('postgresUrl'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: 'http://127.0.0.1:1',
      GRAFANA_HOME: home,
    };
    const launched = start(env);
    await launched.ready();
    expect(services(launched).map(({ name }) => name)).toEqual(['backend', 'grafana']);
    const given = await backendEnv(launched);
    expect(given.GRAFANA_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const logged = () => JSON.parse(/^grafana +\| (.*)$/m.exec(launched.output())?.[1] ?? '{}') as unknown;
    await expect.poll(logged).toMatchObject({
      args: ['server', '--homepath', home, '--config', join(rootDir, 'grafana/grafana.ini')],
      env: {
        GF_SERVER_HTTP_ADDR: '127.0.0.1',
        GF_SECURITY_ADMIN_PASSWORD: expect.stringMatching(/^[\w-]{24}$/),
        GRAFANA_DATASOURCE_TOKEN: given.GRAFANA_DATASOURCE_TOKEN,
        UVP_GRAFANA_ROOT_URL: `${given.PUBLIC_URL}/grafana/`,
        UVP_GRAFANA_KEY_FILE: given.GRAFANA_PUBLIC_KEY_FILE,
        UVP_GRAFANA_DATASOURCE_URL: `http://127.0.0.1:${given.INTERNAL_PORT}/api/v1/prometheus`,
        UVP_GRAFANA_DASHBOARDS_DIR: join(rootDir, 'grafana/provisioning/dashboards'),
      },
    });
  });

  it('starts the sample website last, and says where it is and who owns it', async () => {
    const launched = start({
      DATABASE_URL: inject('postgresUrl'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: '',
      WITH_DEMO: '1',
    });
    await launched.ready();
    expect(services(launched).map(({ name }) => name)).toEqual(['backend', 'demo']);
    const url = /Sample site +(\S+)/.exec(launched.output())?.[1];
    const given = (await (await fetch(`${url}/env`)).json()) as Record<string, string>;
    const { PORT } = await backendEnv(launched);
    expect(given.DEMO_API_URL).toBe(`http://127.0.0.1:${PORT}`);
    const secrets = JSON.parse(await readFile(join(localDir, 'secrets.json'), 'utf8')) as Record<string, string>;
    expect(given.DEMO_PASSWORD).toBe(secrets.demoPassword);
    expect(launched.output()).toContain(
      `sample@example.com, with the demoPassword in ${join(localDir, 'secrets.json')}`,
    );
    expect(launched.output()).not.toContain(secrets.demoPassword);
  });

  it('starts Grafana and the sample website again when they die', async () => {
    const launched = start({
      DATABASE_URL: inject('postgresUrl'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: '',
      GRAFANA_HOME: await installGrafana(),
      WITH_DEMO: '1',
    });
    await launched.ready();
    const pids = () => new Map(services(launched).map(({ name, pid }) => [name, pid]));
    const first = pids();
    for (const name of ['grafana', 'demo']) process.kill(first.get(name) ?? 0, 'SIGKILL');
    await expect.poll(() => launched.output().match(/(grafana|demo) runs again/g), { timeout: 15_000 }).toHaveLength(2);
    const second = pids();
    expect([...second.keys()].sort()).toEqual(['backend', 'demo', 'grafana']);
    expect(second.get('backend')).toBe(first.get('backend'));
    for (const name of ['grafana', 'demo']) expect(second.get(name)).not.toBe(first.get(name));
  });

  const stubborn = () => ({
    DATABASE_URL: inject('postgresUrl'),
    PUSHGATEWAY_URLS: '',
    PROMETHEUS_URL: '',
    STAND_IN_IGNORES_SIGTERM: '1',
  });

  it('is over within 10 s also when the API does not obey', async () => {
    const launched = start(stubborn());
    await launched.ready();
    const before = Date.now();
    launched.process.kill('SIGTERM');
    expect(await launched.exited).toBe(0);
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  it('kills at once on a second Ctrl-C', async () => {
    const launched = start(stubborn());
    await launched.ready();
    const running = services(launched);
    launched.process.kill('SIGINT');
    await delay(400);
    const before = Date.now();
    launched.process.kill('SIGINT');
    expect(await launched.exited).toBe(130);
    expect(Date.now() - before).toBeLessThan(3_000);
    expect(running.filter(isAlive)).toEqual([]);
  });
});
