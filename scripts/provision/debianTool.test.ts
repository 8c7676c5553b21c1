import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { libraryPath, provideDebianTool } from './debianTool.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { foundTool, type Tool } from './tool.ts';

const source = { mirror: 'http://127.0.0.1:1/debian', suite: 'trixie', components: 'main', keyring: '/keyring.gpg' };
const fetched = foundTool('/tools/anvil', 'Debian package');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uvp-debian-tool-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A PATH of one directory with these programs. */
function options(programs: readonly string[], rest: Partial<ProvisionOptions> = {}): ProvisionOptions {
  for (const name of programs) writeFileSync(join(directory, name), '', { mode: 0o755 });
  return { rootDir: directory, toolsDir: directory, env: { PATH: directory }, report: () => {}, ...rest };
}

function anvil(fetch: () => Promise<Tool>) {
  return { variable: 'ANVIL_BIN', name: 'anvil', remedy: 'install anvil', fetch };
}

const mustNotFetch = anvil(() => Promise.reject(new Error('fetched')));

describe('provideDebianTool', () => {
  it('takes the program of the variable, then that of the PATH, and fetches neither', async () => {
    const given = options(['anvil', 'apt-get', 'dpkg']);
    const named = { ...given, env: { ...given.env, ANVIL_BIN: process.execPath } };
    expect(await provideDebianTool(mustNotFetch, named, source)).toMatchObject({ binary: process.execPath });
    expect(await provideDebianTool(mustNotFetch, given, source)).toMatchObject({ binary: join(directory, 'anvil') });
  });

  it('reports a variable that names nothing', async () => {
    const given = options(['apt-get', 'dpkg'], { env: { PATH: directory, ANVIL_BIN: '/nowhere' } });
    expect(await provideDebianTool(mustNotFetch, given, source)).toMatchObject({ available: false });
  });

  it('fetches the program where apt-get and dpkg are', async () => {
    const tool = anvil(async () => fetched);
    expect(await provideDebianTool(tool, options(['apt-get', 'dpkg']), source)).toEqual(fetched);
  });

  it.each([
    ['without dpkg', ['apt-get'], source],
    ['without apt-get', ['dpkg'], source],
    ['on another system', ['apt-get', 'dpkg'], undefined],
  ])('fetches nothing %s, and says what to do', async (_where, programs, from) => {
    const state = await provideDebianTool(mustNotFetch, options(programs), from);
    expect(state).toMatchObject({ available: false, remedy: 'install anvil' });
    expect(state).toMatchObject({ reason: expect.stringContaining('anvil is not on the PATH') });
  });

  it('says in one line why the packages could not be had', async () => {
    const tool = anvil(() => Promise.reject(new Error('apt-get failed:\n  no such host\n')));
    const state = await provideDebianTool(tool, options(['apt-get', 'dpkg']), source);
    expect(state).toEqual({ available: false, reason: 'apt-get failed: | no such host', remedy: 'install anvil' });
  });

  it('rejects when it is stopped', async () => {
    const stopping = new AbortController();
    const tool = anvil(async () => {
      stopping.abort(new Error('stopped'));
      throw new Error('killed');
    });
    const given = options(['apt-get', 'dpkg'], { signal: stopping.signal });
    await expect(provideDebianTool(tool, given, source)).rejects.toThrow('stopped');
  });
});

describe('libraryPath', () => {
  it('lists the directories that are named after the machine', () => {
    for (const name of ['usr/lib/x86_64-linux-gnu', 'usr/lib/nginx', 'lib/x86_64-linux-gnu', 'usr/bin']) {
      mkdirSync(join(directory, name), { recursive: true });
    }
    const both = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'].map((name) => join(directory, name));
    expect(libraryPath(directory)).toBe(both.join(':'));
  });

  it('is empty for packages without libraries', () => {
    expect(libraryPath(directory)).toBe('');
  });
});
