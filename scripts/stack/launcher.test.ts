import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { describeWith } from '../vitest/testTools.ts';
import { choosePort, releasePort } from './ports.ts';
import { isAlive } from './processIdentity.ts';
import { backendEnv, createLauncher, type Launcher, services } from './testing/launcher.ts';

let launcher: Launcher;

beforeEach(async () => {
  launcher = await createLauncher();
});
afterEach(() => launcher.stop());

describeWith(['prometheus', 'pushgateway'], 'npm start', () => {
  it('starts everything, stops all of it on Ctrl-C, and keeps data and secrets for the next start', async () => {
    const first = launcher.start();
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
    expect(statSync(launcher.localDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(launcher.localDir, 'secrets.json')).mode & 0o777).toBe(0o600);

    const before = Date.now();
    first.process.kill('SIGINT');
    expect(await first.exited).toBe(0);
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(running.filter(isAlive)).toEqual([]);
    expect(first.record()).toBeUndefined();

    const second = launcher.start();
    await second.ready();
    const again = await backendEnv(second);
    for (const name of ['JWT_SECRET', 'BROWSER_TOKEN_KEYS', 'GRAFANA_DATASOURCE_TOKEN']) {
      expect(again[name]).toBe(env[name]);
    }
    expect(new URL(again.DATABASE_URL ?? '').password).toBe(new URL(env.DATABASE_URL ?? '').password);
  });

  it('takes the next free ports when the preferred ones are taken, and keeps to them at the next start', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const settings = { PORT: String(port), INTERNAL_PORT: String(port) };
    const first = launcher.start(settings);
    await first.ready();
    taken.close();
    const env = await backendEnv(first);
    for (const chosen of [Number(env.PORT), Number(env.INTERNAL_PORT)]) {
      expect(chosen).toBeGreaterThan(port);
      expect(chosen).toBeLessThan(port + 50);
    }
    expect(first.output()).toContain(`(${port} is taken)`);
    const config = await readFile(join(launcher.localDir, 'prometheus/prometheus.yml'), 'utf8');
    expect(config).toContain(`['127.0.0.1:${env.INTERNAL_PORT}']`);
    expect(config).toContain(`['${new URL(env.PUSHGATEWAY_URLS ?? '').host}']`);
    first.process.kill('SIGINT');
    expect(await first.exited).toBe(0);

    const second = launcher.start(settings);
    await second.ready();
    const { PORT, INTERNAL_PORT, PUBLIC_URL } = await backendEnv(second);
    expect({ PORT, INTERNAL_PORT, PUBLIC_URL }).toEqual({
      PORT: env.PORT,
      INTERNAL_PORT: env.INTERNAL_PORT,
      PUBLIC_URL: env.PUBLIC_URL,
    });
    expect(second.output()).toContain(`http://localhost:${PORT} (as at the last start, not ${port})`);
  });

  it('can be told where browsers reach it, and says where a proxy finds it', async () => {
    const port = await choosePort();
    releasePort(port);
    const launched = launcher.start({
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

  it('refuses a second start on the same directory', async () => {
    const first = launcher.start();
    await first.ready();
    const second = launcher.start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`already running at ${first.record()?.url} (pid ${first.process.pid}`);
    expect(services(first).every(isAlive)).toBe(true);
  });

  it('starts Prometheus again at its address when it is killed, with the history it had', async () => {
    const launched = launcher.start({ SCRAPE_INTERVAL_SECONDS: '1' });
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
    const launched = launcher.start({
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
    expect(existsSync(join(launcher.localDir, 'postgres'))).toBe(false);
  });
});
