import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AptSource } from './debianHost.ts';
import { findOnPath } from './findBinary.ts';
import { type RunOptions, runCommand } from './runCommand.ts';

/** For a browser with its libraries, which are up to 100 MB. */
const LARGE_DOWNLOAD_WITHIN_MS = 900_000;

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
  await withPrivateApt([source], signal, async ({ work, run }) => {
    await run('apt-get', ['download', ...packages]);
    await unpackAll(work, into, run);
  });
}

/**
 * The same for a package and for what it needs and the host has not: programs whose libraries differ from release to release. `report` is
 * given how much that is, and each large part of it.
 */
export async function unpackWithDependencies(
  sources: readonly AptSource[],
  packageName: string,
  into: string,
  report: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  await withPrivateApt(sources, signal, async ({ cache, run }) => {
    // Nothing is installed, so apt need not lock the system's package state, for which it would have to be root.
    const options = ['-o', 'Debug::NoLocking=1', '--yes', '--no-install-recommends', '--download-only'];
    const bounds = { withinMs: LARGE_DOWNLOAD_WITHIN_MS, onOutput: reportDownload(report) };
    await run('apt-get', [...options, 'install', packageName], bounds);
    await unpackAll(join(cache, 'archives'), into, run);
  });
}

/** Tells of apt's own lines the ones that say how much there is to wait for. */
function reportDownload(report: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const total = /^Need to get ([\d.,]+ [kMG]?B)/.exec(line)?.[1];
      const [, name, size] = /^Get:\d+ \S+ \S+ \S+ (\S+) .*\[([\d.,]+ MB)\]/.exec(line) ?? [];
      if (total !== undefined) report(`  ${total} to download`);
      if (name !== undefined) report(`  ${name} (${size})`);
    }
  };
}

type Run = (command: string, args: string[], bounds?: Pick<RunOptions, 'withinMs' | 'onOutput'>) => Promise<unknown>;

/** Gives `use` an apt that knows these sources alone, with lists and a cache of its own that are removed afterwards. */
async function withPrivateApt(
  sources: readonly AptSource[],
  signal: AbortSignal | undefined,
  use: (apt: { work: string; cache: string; run: Run }) => Promise<void>,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'uvp-apt-'));
  const cache = join(work, 'cache');
  const common = { cwd: work, withinMs: 90_000, env: { ...process.env, LC_ALL: 'C' }, ...(signal ? { signal } : {}) };
  const run: Run = (command, args, bounds = {}) => {
    const all = command === 'apt-get' ? [...privateOptions(work), ...args] : args;
    return runCommand(command, all, { ...common, ...bounds });
  };
  try {
    await mkdir(join(work, 'lists/partial'), { recursive: true });
    await mkdir(join(cache, 'archives/partial'), { recursive: true });
    await writeFile(join(work, 'sources.list'), sources.map(sourceLine).join(''));
    await run('apt-get', ['update']);
    await use({ work, cache, run });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function sourceLine({ keyring, mirror, suite, components }: AptSource): string {
  return `deb [signed-by=${keyring}] ${mirror} ${suite} ${components}\n`;
}

async function unpackAll(directory: string, into: string, run: Run): Promise<void> {
  const archives = (await readdir(directory)).filter((name) => name.endsWith('.deb'));
  for (const archive of archives) await run('dpkg', ['-x', join(directory, archive), into]);
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
