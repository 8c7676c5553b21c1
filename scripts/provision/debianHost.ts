import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package source: one `deb` line. */
export interface AptSource {
  mirror: string;
  suite: string;
  components: string;
  /** apt verifies the source's signatures against this file. */
  keyring: string;
}

const KEYRINGS = '/usr/share/keyrings';
const DEBIAN_MIRROR = 'http://deb.debian.org/debian';
const UBUNTU_MIRROR = 'http://archive.ubuntu.com/ubuntu';

/** `ID` and `VERSION_CODENAME` of os-release(5); empty strings where there is no such file. */
export function hostRelease(etc = '/etc'): { id: string; codename: string } {
  const path = join(etc, 'os-release');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const field = (key: string) => new RegExp(`^${key}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return { id: field('ID'), codename: field('VERSION_CODENAME') };
}

/** Debian 13, from the host's own mirror on Debian; undefined where Debian's keys are not installed. */
export function trixieSource(etc = '/etc', keyrings = KEYRINGS): AptSource | undefined {
  const keyring = `${keyrings}/debian-archive-keyring.gpg`;
  const mirror = hostRelease(etc).id === 'debian' ? hostMirror(etc, /\/debian\/?$/) : undefined;
  return existsSync(keyring)
    ? { mirror: mirror ?? DEBIAN_MIRROR, suite: 'trixie', components: 'main', keyring }
    : undefined;
}

/** The host's own release, for libraries that must fit its libc; undefined on anything but Debian and Ubuntu. */
export function hostSource(etc = '/etc', keyrings = KEYRINGS): AptSource | undefined {
  const { id, codename } = hostRelease(etc);
  const isUbuntu = id === 'ubuntu';
  const keyring = `${keyrings}/${id}-archive-keyring.gpg`;
  if ((id !== 'debian' && !isUbuntu) || codename === '' || !existsSync(keyring)) return undefined;
  const mirror = hostMirror(etc, /\/(debian|ubuntu|ubuntu-ports)\/?$/) ?? (isUbuntu ? UBUNTU_MIRROR : DEBIAN_MIRROR);
  return { mirror, suite: codename, components: isUbuntu ? 'main universe' : 'main', keyring };
}

/**
 * The host's own release with its updates: what depends on packages that the host has must be of the same state. Empty on anything but
 * Debian and Ubuntu.
 */
export function hostSources(etc = '/etc', keyrings = KEYRINGS): AptSource[] {
  const release = hostSource(etc, keyrings);
  if (release === undefined) return [];
  const { mirror, suite } = release;
  const security = hostRelease(etc).id === 'debian' ? mirror.replace(/\/debian\/?$/, '/debian-security') : mirror;
  const updates = { ...release, suite: `${suite}-updates` };
  return [release, updates, { ...release, mirror: security, suite: `${suite}-security` }];
}

/** The first address in the host's package sources (one-line and deb822 style, sources.list(5)) that fits. */
function hostMirror(etc: string, wanted: RegExp): string | undefined {
  const parts = join(etc, 'apt/sources.list.d');
  const files = [
    join(etc, 'apt/sources.list'),
    ...(existsSync(parts) ? readdirSync(parts).sort() : []).map((name) => join(parts, name)),
  ];
  return files
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => /^\s*(deb\s|URIs:)/.test(line))
    .flatMap((line) => line.split(/\s+/))
    .find((word) => /^https?:/.test(word) && wanted.test(word));
}
