import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from '../provision/postgresBinaries.ts';

/** As whom, and from where, Postgres can run: it refuses to run as root. */
export interface PostgresAccount {
  /** Put before every command line of Postgres. */
  prefix: string[];
  uid?: number;
  gid?: number;
  binaries: PostgresBinaries;
  dataDir: string;
}

/** Where root keeps what an unprivileged user must reach while the repository lies in a closed directory. */
const SHARED_ROOT = '/var/lib';

/**
 * Not root: as we are. Root: inside a user namespace of its own, where it has no user id that Postgres objects to,
 * files stay root's, and directories closed to others (/root) work. Where namespaces are refused (chroot, the default
 * seccomp profile of containers): as the user `postgres`, else `nobody`, with the data directory given to it; when that
 * user cannot reach the programs or the data, both are kept in directories of root's below /var/lib instead.
 */
export function choosePostgresAccount(binaries: PostgresBinaries, dataDir: string): PostgresAccount {
  if (process.getuid?.() !== 0) {
    requirePasswdEntry();
    return { prefix: [], binaries, dataDir };
  }
  const prefix = ['unshare', '-U', '--'];
  const [command = '', ...args] = [...prefix, binaries.postgres, '--version'];
  // A data directory of another user's was made by the other way below: keep to it, its files are not ours to open.
  const isForeign = existsSync(dataDir) && lstatSync(dataDir).uid !== 0;
  if (!isForeign && spawnSync(command, args, { stdio: 'ignore' }).status === 0) return { prefix, binaries, dataDir };
  return asOtherUser(binaries, dataDir);
}

function asOtherUser(binaries: PostgresBinaries, dataDir: string): PostgresAccount {
  const { uid, gid } = findUser('postgres') ?? findUser('nobody') ?? { uid: 65534, gid: 65534 };
  const can = (flag: string, path: string) =>
    spawnSync('/bin/sh', ['-c', `test ${flag} "$1"`, 'sh', path], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;

  const home = can('-x', binaries.postgres) ? dirname(dirname(binaries.postgres)) : copyPrograms(binaries);
  const parent = can('-x', dirname(dataDir)) ? dirname(dataDir) : ownDirectory(hashed('uvp-data', dirname(dataDir)));
  const reachable = join(parent, basename(dataDir));
  if (!existsSync(reachable)) mkdirSync(reachable, { mode: 0o700 });
  giveTo(reachable, uid, gid);
  const binary = (path: string) => join(home, 'bin', basename(path));
  return {
    prefix: [],
    uid,
    gid,
    binaries: { ...binaries, postgres: binary(binaries.postgres), initdb: binary(binaries.initdb) },
    dataDir: reachable,
  };
}

function copyPrograms(binaries: PostgresBinaries): string {
  const from = dirname(dirname(binaries.postgres));
  const to = join(ownDirectory(hashed('uvp-postgres', `${binaries.version} ${from}`)), 'native');
  if (!existsSync(to)) {
    const partial = `${to}.${process.pid}`;
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
    openForReading(partial);
    renameSync(partial, to);
  }
  return to;
}

/** A directory of root's that others may pass through; refuses one that somebody else has put there. */
function ownDirectory(name: string): string {
  const path = join(SHARED_ROOT, name);
  if (!existsSync(path)) mkdirSync(path);
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${path} is not a directory of root's`);
  chmodSync(path, 0o711);
  return path;
}

function hashed(prefix: string, path: string): string {
  return `${prefix}-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
}

function giveTo(path: string, uid: number, gid: number): void {
  lchownSync(path, uid, gid);
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) lchownSync(join(path, entry), uid, gid);
}

/** Lets everybody read and enter, whatever the umask was. */
function openForReading(path: string): void {
  chmodSync(path, 0o755);
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
}

function findUser(name: string): { uid: number; gid: number } | undefined {
  const passwd = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  return fields === undefined ? undefined : { uid: Number(fields[2]), gid: Number(fields[3]) };
}

function requirePasswdEntry(): void {
  try {
    userInfo();
  } catch {
    throw new Error(
      `user ${process.getuid?.()} has no entry in /etc/passwd, and Postgres will not run without one: add an entry, or set DATABASE_URL`,
    );
  }
}
