import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provideEngines } from './engines.ts';
import { relativeToWorkingDirectory } from './webkit.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uvp-engines-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function program(name: string, text = 'x'.repeat(20_000)): string {
  const path = join(directory, name);
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}

const provide = (env: NodeJS.ProcessEnv = {}) =>
  provideEngines({
    rootDir: directory,
    toolsDir: join(directory, 'tools'),
    env: { PATH: directory, ...env },
    report: () => {},
    mayDownload: false,
  });

describe('provideEngines', () => {
  it('takes the programs of the variables, then those of the PATH', async () => {
    const [esr, driver, weston] = ['firefox-esr', 'WebKitWebDriver', 'weston'].map((name) => program(name));
    expect(await provide()).toMatchObject({
      firefox: { binary: esr, source: 'PATH' },
      webkit: { binary: driver, source: 'PATH' },
      weston: { binary: weston, source: 'PATH' },
    });
    const named = { FIREFOX_BIN: process.execPath, WEBKITWEBDRIVER_BIN: process.execPath, WESTON_BIN: '/nowhere' };
    expect(await provide(named)).toMatchObject({
      firefox: { binary: process.execPath, source: 'FIREFOX_BIN' },
      webkit: { binary: process.execPath, source: 'WEBKITWEBDRIVER_BIN' },
      weston: { available: false, reason: 'WESTON_BIN=/nowhere is not an executable file' },
    });
  });

  it('passes over the start script of a snap, which cannot read our profile', async () => {
    program('firefox', '#!/bin/sh\nexec /snap/bin/firefox "$@"\n');
    expect((await provide()).firefox.available).toBe(false);
    const own = program('firefox-esr', '#!/bin/sh\nexec /usr/lib/firefox-esr/firefox-esr "$@"\n');
    rmSync(join(directory, 'firefox'));
    expect((await provide()).firefox).toMatchObject({ binary: own });
  });

  it.runIf(process.platform === 'linux')('downloads nothing unasked, and says how to get it', async () => {
    for (const name of ['apt-get', 'dpkg']) program(name);
    const engines = await provide();
    for (const state of Object.values(engines)) expect(state).toMatchObject({ available: false });
    expect(engines.webkit).toMatchObject({ reason: expect.stringContaining('WebKitGTK is not installed') });
    expect(engines.webkit).toMatchObject({ remedy: 'npm run test:engines downloads it' });
    expect(existsSync(join(directory, 'tools'))).toBe(false);
  });
});

describe('relativeToWorkingDirectory', () => {
  it('leads to the processes of WebKit from where it is started, and moves no byte', () => {
    const library = [
      'before',
      '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1',
      '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/injected-bundle/',
      '/usr/lib/x86_64-linux-gnu/other',
    ].join('\0');
    const start = `.${'/'.repeat('/usr/lib/x86_64-linux-gnu/'.length - 1)}webkit2gtk-4.1`;
    const patched = relativeToWorkingDirectory(library);
    expect(patched.split('\0')).toEqual([
      'before',
      start,
      `${start}/injected-bundle/`,
      '/usr/lib/x86_64-linux-gnu/other',
    ]);
    expect(patched).toHaveLength(library.length);
  });
});
