import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configVariables } from '../backend/src/config.ts';
import { readIni } from '../backend/src/testing/standInGrafana.ts';
import { fillTemplate } from '../scripts/envFile.ts';
import { provideDockerCompose } from '../scripts/provision/dockerCompose.ts';
import { runCommand } from '../scripts/provision/runCommand.ts';
import { rootDir } from '../scripts/stack/rootDir.ts';
import { testToolsDirectory } from '../scripts/vitest/provisionForTests.ts';

interface Service {
  image?: string;
  build?: { dockerfile: string };
  user?: string;
  read_only?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
  deploy?: { resources: { limits: Record<string, string | number> } };
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  networks: string[];
  security_opt?: string[];
  logging?: { options: Record<string, string> };
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, unknown>;
}

const files = ['docker-compose.yml', 'compose.grafana-direct.yml'] as const;
const text = (file: string) => readFileSync(join(rootDir, file), 'utf8');
const load = (file: string) => parse(text(file), { merge: true }) as Compose;
const { services, networks, volumes } = load('docker-compose.yml');
const named = (name: string): Service => services[name] ?? { networks: [] };
const backend = named('backend');

/** Every variable that Compose fills in, with the operator behind its name: `:?` is required, `:-` has a fallback. */
function references(file: string) {
  return [...text(file).matchAll(/(?<!\$)\$\{([A-Z_]+)(:?[-?])?/g)].map(([, name = '', operator = '']) => ({
    name,
    operator,
  }));
}

describe('docker-compose.yml', () => {
  it('has the five services', () => {
    expect(Object.keys(services).sort()).toEqual(['backend', 'grafana', 'postgres', 'prometheus', 'pushgateway']);
  });

  it('publishes a port of the backend only', () => {
    const published = Object.entries(services).filter(([, service]) => service.ports !== undefined);
    expect(published.map(([name]) => name)).toEqual(['backend']);
    expect(backend.ports).toEqual([expect.stringMatching(/^\$\{PORT:-3000\}:3000$/)]);
  });

  it('pins every image, and builds the backend', () => {
    expect(backend.build?.dockerfile).toBe('backend/Dockerfile');
    for (const [name, { image }] of Object.entries(services).filter(([name]) => name !== 'backend')) {
      expect(image, name).toMatch(name === 'postgres' ? /^postgres:\d+(\.\d+)?$/ : /^[a-z/]+:v?\d+\.\d+\.\d+$/);
    }
  });

  it('bounds what every service may do and write to its log', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(service.security_opt, name).toEqual(['no-new-privileges:true']);
      expect(service.cap_drop, name).toEqual(['ALL']);
      expect(service.read_only, name).toBe(true);
      expect(Object.keys(service.deploy?.resources.limits ?? {}), name).toEqual(['cpus', 'memory', 'pids']);
      expect(service.logging?.options, name).toMatchObject({ 'max-size': '10m' });
      // The backend's user is set by its Dockerfile.
      if (name !== 'backend') expect(service.user, name).toMatch(/^(postgres|[1-9]\d*(:[1-9]\d*)?)$/);
    }
  });

  it('knows when each service is healthy, and waits for that', () => {
    for (const [name, service] of Object.entries(services)) {
      if (name !== 'backend') expect(service.healthcheck?.test.length, name).toBeGreaterThan(1);
      const conditions = Object.values(service.depends_on ?? {}).map(({ condition }) => condition);
      expect(conditions.every((condition) => condition === 'service_healthy')).toBe(true);
    }
  });

  it('keeps Grafana away from Prometheus and the Pushgateway, and everything but the backend away from the outside', () => {
    const onNetwork = (network: string) =>
      Object.keys(services).filter((name) => named(name).networks.includes(network));
    expect(onNetwork('dashboards')).toEqual(['backend', 'grafana']);
    expect(named('grafana').networks).toEqual(['dashboards']);
    expect(onNetwork('metrics')).toEqual(['backend', 'pushgateway', 'prometheus']);
    expect(onNetwork('database')).toEqual(['postgres', 'backend']);
    const open = Object.keys(networks).filter((network) => networks[network]?.internal !== true);
    expect(open.flatMap(onNetwork)).toEqual(['backend']);
  });

  it('runs a Pushgateway without a memory of its own, and Prometheus with the chosen retention', () => {
    expect(named('pushgateway').command).toEqual(['--persistence.file=', '--push.disable-consistency-check']);
    expect(named('prometheus').command).toContainEqual(
      expect.stringMatching(/^--storage\.tsdb\.retention\.time=\$\{PROMETHEUS_RETENTION:-30d\}$/),
    );
    expect(named('prometheus').command?.join()).not.toMatch(/admin-api|enable-lifecycle|remote-write/);
  });

  it('gives Grafana its settings, the key that the backend writes, and the query API as its data source', () => {
    const { environment = {}, volumes: mounts = [], depends_on } = named('grafana');
    expect(mounts).toEqual([
      './grafana/grafana.ini:/etc/grafana/grafana.ini:ro',
      './grafana/provisioning:/etc/grafana/provisioning:ro',
      'grafana-key:/etc/grafana/jwt:ro',
      'grafana-data:/var/lib/grafana',
    ]);
    expect(backend.volumes).toEqual(['grafana-key:/var/lib/uvp/grafana']);
    expect(backend.environment?.GRAFANA_PUBLIC_KEY_FILE).toBe('/var/lib/uvp/grafana/public.pem');
    expect(environment.UVP_GRAFANA_KEY_FILE).toBe('/etc/grafana/jwt/public.pem');
    expect(environment.UVP_GRAFANA_DATASOURCE_URL).toBe('http://backend:9464/api/v1/prometheus');
    expect(environment.UVP_GRAFANA_ROOT_URL).toBe(`${backend.environment?.PUBLIC_URL}/grafana/`);
    expect(backend.environment?.GRAFANA_URL).toBe('http://grafana:3000');
    expect(depends_on).toEqual({ backend: { condition: 'service_healthy' } });
    // Everything else is in grafana.ini, for both stacks.
    const ini = text('grafana/grafana.ini');
    const provisioning = ['datasources', 'dashboards'].map((folder) => text(`grafana/provisioning/${folder}/uvp.yml`));
    const own = Object.keys(environment).filter((name) => !name.startsWith('GF_'));
    for (const name of own) expect(`${ini}${provisioning.join('')}`, name).toContain(name);
    expect(
      Object.keys(environment)
        .filter((name) => name.startsWith('GF_'))
        .sort(),
    ).toEqual(['GF_SECURITY_ADMIN_PASSWORD', 'GF_SECURITY_ADMIN_USER', 'GF_SECURITY_SECRET_KEY']);
  });

  it('lets Prometheus reach the internal listener of the backend', () => {
    expect(backend.environment).toMatchObject({ INTERNAL_HOST: '0.0.0.0', INTERNAL_PORT: '9464' });
    expect(text('prometheus/prometheus.yml')).toContain("'backend:9464'");
    expect(text('prometheus/prometheus.yml')).toContain("'pushgateway:9091'");
  });

  it('passes every variable that the backend reads', () => {
    expect(Object.keys(backend.environment ?? {}).sort()).toEqual([...configVariables].sort());
  });

  it('has no fallback for a secret', () => {
    const secrets = references('docker-compose.yml').filter(({ name }) =>
      /(PASSWORD|SECRET|SECRET_KEY|TOKEN|TOKEN_KEYS)$/.test(name),
    );
    expect(new Set(secrets.map(({ name }) => name)).size).toBe(6);
    for (const { name, operator } of secrets) expect(operator, name).toBe(':?');
  });

  it('keeps data in named volumes that are declared, and mounts only what exists', () => {
    const sources = Object.values(services).flatMap((service) => service.volumes ?? []);
    const named = sources.filter((source) => !source.startsWith('.')).map((source) => source.split(':')[0]);
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
    for (const source of sources.filter((source) => source.startsWith('.'))) {
      expect(source.endsWith(':ro'), source).toBe(true);
      expect(existsSync(join(rootDir, source.split(':')[0] ?? '')), source).toBe(true);
    }
  });
});

describe('compose.grafana-direct.yml', () => {
  const { services: direct, networks: added } = load('compose.grafana-direct.yml');

  it('publishes Grafana on this machine only', () => {
    expect(Object.values(direct).flatMap(({ ports = [] }) => ports)).toEqual(direct.grafana?.ports);
    expect(direct.grafana?.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:\$\{GRAFANA_PORT:-3001\}:3000$/)]);
  });

  it('lets only the administrator in while Grafana reads Prometheus itself', () => {
    expect(direct.grafana?.environment).toMatchObject({
      UVP_GRAFANA_DATASOURCE_URL: 'http://prometheus:9090',
      GF_AUTH_JWT_ENABLED: 'false',
      GF_AUTH_DISABLE_LOGIN_FORM: 'false',
    });
    expect(direct.backend?.environment).toEqual({ GRAFANA_URL: '' });
    expect(direct.prometheus?.networks).toEqual(['metrics', 'queries']);
    expect(direct.grafana?.networks).toEqual(['dashboards', 'queries', 'operator']);
    expect(added).toEqual({ queries: { internal: true }, operator: {} });
  });

  it('overrides settings that there are', () => {
    const ini = readIni(text('grafana/grafana.ini'));
    const settings = Object.keys(ini).map((name) => `GF_${name.replaceAll('.', '_').toUpperCase()}`);
    const overridden = Object.keys(direct.grafana?.environment ?? {}).filter((name) => name.startsWith('GF_'));
    expect(settings).toEqual(expect.arrayContaining(overridden));
  });
});

describe('env.template', () => {
  it.each(files)('has every variable of %s', (file) => {
    const template = text('env.template');
    const missing = references(file).filter(({ name }) => !new RegExp(`^#? ?${name}=`, 'm').test(template));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

const compose = await provideDockerCompose(process.env, testToolsDirectory());
if (!compose.available && !['', '0', 'false'].includes(process.env.CI ?? '')) {
  throw new Error(`CI is set and Docker Compose is missing: ${compose.reason}`);
}

describe.skipIf(!compose.available)('docker-compose config', () => {
  const binary = compose.available ? compose.binary : '';
  const needed = references('docker-compose.yml').filter(({ operator }) => operator === ':?');
  const required = [...new Set(needed.map(({ name }) => name))];
  const env = { PATH: process.env.PATH, ...Object.fromEntries(required.map((name) => [name, 'x'])) };
  const check = (given: NodeJS.ProcessEnv, ...names: string[]) =>
    runCommand(binary, ['--env-file', '/dev/null', ...names.flatMap((name) => ['-f', name]), 'config', '-q'], {
      cwd: rootDir,
      env: given,
    });

  it('accepts the file, alone and with the override', async () => {
    await check(env, 'docker-compose.yml');
    await check(env, ...files);
  });

  it('accepts what npm run env writes', async () => {
    const given = parseEnv(fillTemplate(text('env.template')));
    await check({ PATH: process.env.PATH, ...given }, ...files);
  });

  it.each(required)('refuses to start without %s', async (name) => {
    await expect(check({ ...env, [name]: undefined }, 'docker-compose.yml')).rejects.toThrow(name);
  });
});
