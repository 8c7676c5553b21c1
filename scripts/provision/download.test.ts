import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trixieSource } from './debianHost.ts';
import { findOnPath } from './findBinary.ts';
import { unpackDebianPackages, unpackWithDependencies } from './privateApt.ts';
import { providePrometheusTools } from './prometheusTools.ts';
import { findSum } from './releaseTarball.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uvp-download-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe.skipIf(findOnPath(process.env, ['apt-get']) === undefined)('unpackDebianPackages', () => {
  it('says what apt says when the mirror cannot be reached, and leaves nothing', async () => {
    const keyring = trixieSource()?.keyring ?? '/usr/share/keyrings/debian-archive-keyring.gpg';
    const source = { mirror: 'http://127.0.0.1:1/debian', suite: 'trixie', components: 'main', keyring };
    await expect(unpackDebianPackages(source, ['prometheus'], directory)).rejects.toThrow(
      /apt-get failed[\s\S]*127\.0\.0\.1/,
    );
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe.skipIf(findOnPath(process.env, ['apt-get']) === undefined)('unpackWithDependencies', () => {
  it('says what apt says, and leaves nothing', async () => {
    const keyring = trixieSource()?.keyring ?? '/usr/share/keyrings/debian-archive-keyring.gpg';
    const source = { mirror: 'http://127.0.0.1:1/debian', suite: 'trixie', components: 'main', keyring };
    const report = () => {};
    await expect(unpackWithDependencies([source], 'firefox-esr', directory, report)).rejects.toThrow(/127\.0\.0\.1/);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('findSum', () => {
  const sum = 'a'.repeat(64);
  it('reads the sum of exactly the file asked for', () => {
    const sums = `${'b'.repeat(64)}  x-1.tar.gz.sig\n${sum}  x-1.tar.gz\n${'c'.repeat(64)} *y-1.tar.gz\n`;
    expect(findSum(sums, 'x-1.tar.gz')).toBe(sum);
    expect(findSum(sums, 'y-1.tar.gz')).toBe('c'.repeat(64));
    expect(findSum(sums, 'z-1.tar.gz')).toBeUndefined();
    expect(findSum('<html>x-1.tar.gz</html>', 'x-1.tar.gz')).toBeUndefined();
  });
});

describe('providePrometheusTools', () => {
  const options = (env: NodeJS.ProcessEnv) => ({
    rootDir: directory,
    toolsDir: join(directory, 'tools'),
    env,
    report: () => {},
  });

  it('uses the programs it is told to use and downloads nothing', async () => {
    const node = process.execPath;
    const tools = await providePrometheusTools(
      options({ PROMETHEUS_BIN: node, PROMTOOL_BIN: node, PUSHGATEWAY_BIN: node }),
    );
    expect(tools.pushgateway).toEqual({ available: true, binary: node, args: [], env: {}, source: 'PUSHGATEWAY_BIN' });
    expect(existsSync(join(directory, 'tools'))).toBe(false);
  });

  it('reports a wrong setting instead of passing it over', async () => {
    const wrong = { PROMETHEUS_BIN: '/nowhere', PROMTOOL_BIN: '/nowhere', PUSHGATEWAY_BIN: '/nowhere' };
    expect(await providePrometheusTools(options(wrong))).toMatchObject({
      promtool: { available: false, reason: 'PROMTOOL_BIN=/nowhere is not an executable file' },
    });
  });
});
