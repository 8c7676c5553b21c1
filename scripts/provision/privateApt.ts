import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AptSource } from './debianHost.ts';
import { findOnPath } from './findBinary.ts';
import { runCommand } from './runCommand.ts';

/** Whether the programs are there that `unpackDebianPackages` runs. */
export function hasApt(env: NodeJS.ProcessEnv): boolean {
  return ['apt-get', 'dpkg'].every((name) => findOnPath(env, [name]) !== undefined);
}

/**
 * Downloads Debian packages with the host's apt and unpacks them into `into`. Nothing is installed: no lists, no cache
 * and no package state of the system are written, no maintainer script runs, and no root is needed. apt checks the
 * signatures. Rejects with apt's own words; an unreachable mirror is given up after at most three minutes.
 */
export async function unpackDebianPackages(
  source: AptSource,
  packages: readonly string[],
  into: string,
  signal?: AbortSignal,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'uvp-apt-'));
  const options = privateOptions(work);
  const bounds = { cwd: work, withinMs: 90_000, env: { ...process.env, LC_ALL: 'C' }, ...(signal ? { signal } : {}) };
  try {
    await mkdir(join(work, 'lists/partial'), { recursive: true });
    await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
    await writeFile(
      join(work, 'sources.list'),
      `deb [signed-by=${source.keyring}] ${source.mirror} ${source.suite} ${source.components}\n`,
    );
    await runCommand('apt-get', [...options, 'update'], bounds);
    await runCommand('apt-get', [...options, 'download', ...packages], bounds);
    const archives = (await readdir(work)).filter((name) => name.endsWith('.deb'));
    for (const archive of archives) await runCommand('dpkg', ['-x', join(work, archive), into], bounds);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Unpacks the first of these sets that the source has: a library's package is named differently from release to release. */
export async function unpackFirstSet(
  source: AptSource,
  sets: readonly (readonly string[])[],
  into: string,
  signal?: AbortSignal,
): Promise<void> {
  let failure: unknown;
  for (const packages of sets) {
    try {
      await unpackDebianPackages(source, packages, into, signal);
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function privateOptions(work: string): string[] {
  const settings = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Etc::sourcelist': join(work, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '15',
    'Acquire::https::Timeout': '15',
    // By default a failed update is only a warning, and the download then says "unable to locate package".
    'APT::Update::Error-Mode': 'any',
    // As root apt would download as the user _apt, which cannot enter our directory.
    'APT::Sandbox::User': 'root',
  };
  return ['-q', ...Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])];
}
