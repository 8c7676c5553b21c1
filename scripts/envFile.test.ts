import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../backend/src/config.ts';
import { fillTemplate, generatedVariables, writeEnvFile } from './envFile.ts';
import { rootDir } from './stack/rootDir.ts';

const template = readFileSync(join(rootDir, 'env.template'), 'utf8');
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'uvp-env-'));
  cpSync(join(rootDir, 'env.template'), join(directory, 'env.template'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('npm run env', () => {
  it('writes a file that only its owner can read, and never over another', () => {
    const path = writeEnvFile(directory);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    expect(() => writeEnvFile(directory)).toThrow(/is there already/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('fills in what Compose requires, with settings that the server takes', () => {
    const given = parseEnv(fillTemplate(template));
    const compose = readFileSync(join(rootDir, 'docker-compose.yml'), 'utf8');
    const required = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);
    expect(new Set(required)).toEqual(new Set(generatedVariables));
    for (const name of required) expect(given[name], name).toMatch(/^[\w:-]{32,}$/);
    const config = loadConfig({ ...given, PUBLIC_URL: 'http://localhost:3000', DATABASE_URL: 'postgres://x' });
    expect(config.grafanaDatasourceToken).toBe(given.GRAFANA_DATASOURCE_TOKEN);
  });

  it('changes nothing else, and makes new secrets each time', () => {
    const [first, second] = [fillTemplate(template), fillTemplate(template)].map((text) => text.split('\n'));
    const changed = template.split('\n').flatMap((line, index) => (first?.[index] === line ? [] : [line]));
    expect(changed.sort()).toEqual(generatedVariables.map((name) => `${name}=`).sort());
    const same = first?.filter((line, index) => changed.includes(`${line.split('=')[0]}=`) && line === second?.[index]);
    expect(same).toEqual([]);
  });

  it('does not guess when the template is another one', () => {
    expect(() => fillTemplate(template.replace('JWT_SECRET=', 'JWT_SECRET=changeme'))).toThrow(/JWT_SECRET/);
  });
});
