import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, configVariables, loadConfig } from './config.ts';

const required = {
  PUBLIC_URL: 'https://metrics.example.test/',
  DATABASE_URL: 'postgres://uvp:pw@localhost:5432/uvp',
  JWT_SECRET: randomBytes(48).toString('base64'),
  BROWSER_TOKEN_KEYS: `k2:${Buffer.alloc(32, 2).toString('base64url')}, k1:${Buffer.alloc(40, 1).toString('base64url')}`,
};
const faultsOf = (env: Record<string, string | undefined>): string => {
  try {
    loadConfig({ ...required, ...env });
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
};

describe('loadConfig', () => {
  it('needs four variables and has a default for the rest', () => {
    const config = loadConfig(required);
    expect(config).toMatchObject({
      nodeEnv: 'production',
      port: 3000,
      internalPort: 9464,
      internalHost: '127.0.0.1',
      publicUrl: 'https://metrics.example.test',
      jwt: { previousSecret: undefined, ttlSeconds: 28_800 },
      bcryptRounds: 12,
      corsOrigins: [],
      trustProxyHops: 0,
      pushgatewayUrls: [],
      pushIntervalSeconds: 2,
      scrapeIntervalSeconds: 15,
      prometheusUrl: undefined,
      grafanaUrl: undefined,
      logLevel: 'info',
    });
    expect(config.browserTokenKeys.map(({ id, secret }) => [id, secret.length])).toEqual([
      ['k2', 32],
      ['k1', 40],
    ]);
  });

  it('takes an empty variable for absent', () => {
    const empty = Object.fromEntries(configVariables.map((name) => [name, '']));
    expect(loadConfig({ ...empty, ...required })).toEqual(loadConfig(required));
  });

  it('lists every fault at once and shows no value', () => {
    const message = faultsOf({
      PUBLIC_URL: undefined,
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      JWT_SECRET: 'changeme-hunter2',
      BROWSER_TOKEN_KEYS: 'k1:hunter2',
      PORT: '70000',
      LOG_LEVEL: 'loud',
    });
    for (const name of ['PUBLIC_URL', 'DATABASE_URL', 'JWT_SECRET', 'BROWSER_TOKEN_KEYS', 'PORT', 'LOG_LEVEL']) {
      expect(message).toContain(`  ${name}: `);
    }
    expect(message).not.toContain('hunter2');
  });

  it.each([
    ['JWT_SECRET', 'changeme'],
    ['JWT_SECRET', 'a'.repeat(64)],
    ['JWT_SECRET_PREVIOUS', 'short'],
    ['PUBLIC_URL', 'metrics.example.test'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['PUBLIC_URL', 'https://example.test/a;b'],
    ['PUBLIC_URL', 'https://example.test/a b'],
    ['PUBLIC_URL', 'https://example.test//uvp'],
    ['PUBLIC_URL', 'https://example.test/uvp?a=1'],
    ['PUBLIC_URL', 'https://example.test/uvp#a'],
    ['PUBLIC_URL', 'https://somebody@example.test/uvp'],
    ['PUBLIC_URL', 'https://example.test/API/v1'],
    ['PUBLIC_URL', 'https://example.test/grafana'],
    ['BROWSER_TOKEN_KEYS', `K1:${Buffer.alloc(32).toString('base64url')}`],
    ['BROWSER_TOKEN_KEYS', `k1:${Buffer.alloc(31).toString('base64url')}`],
    ['BROWSER_TOKEN_KEYS', `${required.BROWSER_TOKEN_KEYS},k1:${Buffer.alloc(32).toString('base64url')}`],
    ['BCRYPT_ROUNDS', '3'],
    ['BCRYPT_ROUNDS', 'twelve'],
    ['TRUST_PROXY_HOPS', '-1'],
    ['RATE_LIMIT_SIGNIN_PER_ACCOUNT', '0'],
    ['PUSHGATEWAY_URLS', 'http://a:9091,ftp://b'],
    ['PROMETHEUS_URL', 'prometheus:9090'],
    ['GRAFANA_DATASOURCE_TOKEN', 'short'],
    ['JWT_TTL_SECONDS', '1.5'],
  ])('refuses %s=%s', (name, value) => {
    expect(faultsOf({ [name]: value })).toContain(`  ${name}`);
  });

  it.each([
    ['HTTPS://Example.test:443', 'https://example.test'],
    ['https://example.test/uvp/', 'https://example.test/uvp'],
    ['http://example.test:8080/tools/uvp.2', 'http://example.test:8080/tools/uvp.2'],
    ['https://example.test/apidocs', 'https://example.test/apidocs'],
  ])('takes %s for %s', (PUBLIC_URL, publicUrl) => {
    expect(loadConfig({ ...required, PUBLIC_URL }).publicUrl).toBe(publicUrl);
  });

  it.each([
    ...[
      's/send',
      'https://example.test/s',
      '/',
      '/s/',
      '//s',
      '/s//send',
      '/../s',
      '/s/./send',
      '/.s',
      '/s?a=1',
      '/s#a',
    ],
    ...['/s%2fsend', '/s send', '/s*', '/(s)', '/:s', '/ä', '/api', '/API/v1/metrics', '/grafana/s', '/App.js'],
  ])('refuses %s as a path for pages', (path) => {
    for (const name of ['SCRIPT_PATH', 'COLLECT_PATH'])
      expect(faultsOf({ [name]: path })).toContain(`  ${name}: must `);
  });

  it('refuses the name of every file that the dashboard is built of', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'uvp-built-'));
    await promisify(execFile)(process.execPath, [
      fileURLToPath(new URL('../../frontend/build.mjs', import.meta.url)),
      directory,
    ]);
    const files = await readdir(directory);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(faultsOf({ COLLECT_PATH: `/${file}` }), file).toContain('  COLLECT_PATH: must ');
    await rm(directory, { recursive: true });
  });

  it('takes further paths for what pages use, and the standard ones without them', () => {
    const standard = { scriptPath: '/api/v1/client/script.js', collectPath: '/api/v1/metrics' };
    expect(loadConfig(required)).toMatchObject(standard);
    expect(loadConfig({ ...required, SCRIPT_PATH: '/s/site.js' })).toMatchObject({
      ...standard,
      scriptPath: '/s/site.js',
    });
    expect(loadConfig({ ...required, COLLECT_PATH: '/apis' })).toMatchObject({ ...standard, collectPath: '/apis' });
  });

  it('says which paths cannot stand beside each other, and why', () => {
    const same = { SCRIPT_PATH: '/s/a', COLLECT_PATH: '/S/A' };
    expect(faultsOf(same)).toContain('  COLLECT_PATH: must be another path than SCRIPT_PATH');
    const below = { PUBLIC_URL: 'https://example.test/uvp', SCRIPT_PATH: '/uvp', COLLECT_PATH: '/UVP/send' };
    for (const name of ['SCRIPT_PATH', 'COLLECT_PATH'])
      expect(faultsOf(below)).toContain(`  ${name}: must not begin with the path of PUBLIC_URL`);
    expect(faultsOf({ ...below, SCRIPT_PATH: '/uvps', COLLECT_PATH: '/s/uvp' })).toBe('');
  });

  it('takes lists apart and slashes off', () => {
    const config = loadConfig({
      ...required,
      PUSHGATEWAY_URLS: ' http://a:9091/ ,, http://b:9091',
      CORS_ORIGINS: 'https://Dashboard.example.test:443/x',
      PROMETHEUS_URL: 'http://prometheus:9090//',
    });
    expect(config.pushgatewayUrls).toEqual(['http://a:9091', 'http://b:9091']);
    expect(config.corsOrigins).toEqual(['https://dashboard.example.test']);
    expect(config.prometheusUrl).toBe('http://prometheus:9090');
  });

  it('gives back what nobody can change', () => {
    const config = loadConfig(required);
    const frozen = [
      config,
      config.jwt,
      config.rateLimits,
      config.corsOrigins,
      config.browserTokenKeys,
      config.browserTokenKeys[0],
    ];
    for (const part of frozen) expect(Object.isFrozen(part)).toBe(true);
  });
});

describe('env.template', () => {
  const lines = readFileSync(new URL('../../env.template', import.meta.url), 'utf8').split('\n');
  const entries = lines.flatMap((line, index) => {
    const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, value, comment: lines[index - 1] ?? '' }];
  });
  const names = entries.map(({ name }) => name);
  /** Read by Compose and not by us; `docs/compose.test.ts` looks for them. */
  const composeOnly = /^(POSTGRES_|GF_|GRAFANA_PORT$|PROMETHEUS_RETENTION(_SIZE)?$)/;

  it('has every variable that is read, once, and no other', () => {
    expect(names.filter((name) => !composeOnly.test(name)).sort()).toEqual([...configVariables].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it('says of each what it is', () => {
    for (const { name, comment } of entries) expect(comment, name).toMatch(/^# .{8,}/);
  });

  it('gives the defaults that hold without it, and no secret', () => {
    const values = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
    expect(loadConfig({ ...values, ...required })).toEqual(loadConfig(required));
    for (const { name, value } of entries) {
      if (/SECRET|PASSWORD|TOKEN(_|$)|DATABASE_URL/.test(name) && !/TTL/.test(name)) expect(value, name).toBe('');
    }
  });
});
