import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { rootDir } from './rootDir.ts';
import { backendEnv, createLauncher, type Launcher, services } from './testing/launcher.ts';

let launcher: Launcher;

beforeEach(async () => {
  launcher = await createLauncher();
});
afterEach(() => launcher.stop());

/** A program in the place of Grafana that is healthy and prints what it was given; its GRAFANA_HOME. */
async function installGrafana(): Promise<string> {
  const home = join(launcher.localDir, '../grafana');
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

describe('npm start with Grafana or the sample shop', () => {
  it('starts Grafana last, with our provisioning, when GRAFANA_HOME names it', async () => {
    const home = await installGrafana();
    const env = {
      DATABASE_URL: inject('postgresUrl'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: 'http://127.0.0.1:1',
      GRAFANA_HOME: home,
    };
    const launched = launcher.start(env);
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

  it('starts the sample shop last, and says where it is and who owns it', async () => {
    const launched = launcher.start({
      DATABASE_URL: inject('postgresUrl'),
      PUSHGATEWAY_URLS: '',
      PROMETHEUS_URL: '',
      WITH_DEMO: '1',
    });
    await launched.ready();
    expect(services(launched).map(({ name }) => name)).toEqual(['backend', 'demo']);
    const url = /Sample shop +(\S+)/.exec(launched.output())?.[1];
    const given = (await (await fetch(`${url}/env`)).json()) as Record<string, string>;
    const { PORT } = await backendEnv(launched);
    expect(given.DEMO_API_URL).toBe(`http://127.0.0.1:${PORT}`);
    const secrets = JSON.parse(await readFile(join(launcher.localDir, 'secrets.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(given.DEMO_PASSWORD).toBe(secrets.demoPassword);
    expect(launched.output()).toContain(
      `sample@example.com, with the demoPassword in ${join(launcher.localDir, 'secrets.json')}`,
    );
    expect(launched.output()).not.toContain(secrets.demoPassword);
  });

  it('starts Grafana and the sample shop again when they die', async () => {
    const launched = launcher.start({
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
});
