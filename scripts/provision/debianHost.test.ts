import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostSource, hostSources, trixieSource } from './debianHost.ts';

let etc: string;
let keyrings: string;

beforeEach(() => {
  etc = mkdtempSync(join(tmpdir(), 'uvp-etc-'));
  keyrings = join(etc, 'keyrings');
  mkdirSync(keyrings);
  mkdirSync(join(etc, 'apt/sources.list.d'), { recursive: true });
});
afterEach(() => rmSync(etc, { recursive: true }));

function host(id: string, codename: string, sources: Record<string, string>): void {
  writeFileSync(join(etc, 'os-release'), `NAME="Some ${id}"\nID=${id}\nVERSION_CODENAME="${codename}"\n`);
  writeFileSync(join(keyrings, `${id}-archive-keyring.gpg`), '');
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(etc, 'apt', name), text);
}

describe('package sources', () => {
  it('are on the mirror of a Debian host, also in the deb822 style', () => {
    const deb822 = '# http://old.example/debian\nTypes: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n';
    host('debian', 'bookworm', { 'sources.list.d/debian.sources': deb822 });
    const keyring = join(keyrings, 'debian-archive-keyring.gpg');
    const mirror = 'http://mirror.example/debian';
    expect(trixieSource(etc, keyrings)).toEqual({ mirror, suite: 'trixie', components: 'main', keyring });
    expect(hostSource(etc, keyrings)).toEqual({ mirror, suite: 'bookworm', components: 'main', keyring });
  });

  it('pass over other lines, other vendors and the security archive', () => {
    host('debian', 'trixie', {
      'sources.list': [
        '# deb http://commented.example/debian trixie main',
        'deb-src http://source.example/debian trixie main',
        'deb http://security.example/debian-security trixie-security main',
        'deb [signed-by=/k.gpg arch=amd64] https://vendor.example/apt stable main',
        'deb [arch=amd64] https://mirror.example/debian/ trixie main',
      ].join('\n'),
    });
    expect(trixieSource(etc, keyrings)?.mirror).toBe('https://mirror.example/debian/');
  });

  it('fall back to the default mirror', () => {
    host('debian', 'bookworm', {});
    expect(trixieSource(etc, keyrings)?.mirror).toBe('http://deb.debian.org/debian');
  });

  it('on Ubuntu come from its own release; Debian only where its keys are installed', () => {
    host('ubuntu', 'noble', { 'sources.list': 'deb http://de.archive.ubuntu.com/ubuntu noble main' });
    expect(hostSource(etc, keyrings)).toMatchObject({
      mirror: 'http://de.archive.ubuntu.com/ubuntu',
      suite: 'noble',
      components: 'main universe',
    });
    expect(trixieSource(etc, keyrings)).toBeUndefined();
    writeFileSync(join(keyrings, 'debian-archive-keyring.gpg'), '');
    expect(trixieSource(etc, keyrings)?.mirror).toBe('http://deb.debian.org/debian');
  });

  it('have the updates beside the release, for what depends on packages of the host', () => {
    host('debian', 'bookworm', { 'sources.list': 'deb http://mirror.example/debian bookworm main' });
    const places = () => hostSources(etc, keyrings).map(({ mirror, suite }) => `${mirror} ${suite}`);
    expect(places()).toEqual([
      'http://mirror.example/debian bookworm',
      'http://mirror.example/debian bookworm-updates',
      'http://mirror.example/debian-security bookworm-security',
    ]);
    host('ubuntu', 'noble', { 'sources.list': 'deb http://de.archive.ubuntu.com/ubuntu noble main' });
    expect(places()).toContain('http://de.archive.ubuntu.com/ubuntu noble-security');
  });

  it('do not exist elsewhere', () => {
    expect(hostSource(etc, keyrings)).toBeUndefined();
    expect(hostSources(etc, keyrings)).toEqual([]);
    expect(trixieSource(etc, keyrings)).toBeUndefined();
  });
});
