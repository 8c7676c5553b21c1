import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AptSource, hostSource } from './debianHost.ts';
import { findBinary, findOnPath } from './findBinary.ts';
import { unpackDebianPackages } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { runCommand } from './runCommand.ts';
import { foundTool, missingTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

/** The libraries that a server may lack, as the releases name them: since Debian 13 and Ubuntu 24.04, and before. */
const LIBRARY_PACKAGES = [
  ['libcares2', 'libevent-2.1-7t64'],
  ['libc-ares2', 'libevent-2.1-7'],
];

/**
 * PgBouncer, for tests: PGBOUNCER_BIN, the PATH (Debian keeps it in /usr/sbin), an earlier download, the host's own packages unpacked
 * privately. Never rejects except when stopped.
 */
export async function providePgBouncer(options: ProvisionOptions): Promise<ToolState> {
  const path = `${options.env.PATH ?? ''}:/usr/sbin`;
  const found = findBinary({ ...options.env, PATH: path }, 'PGBOUNCER_BIN', ['pgbouncer']);
  if (found !== undefined) return found;
  const remedy = 'install pgbouncer, or set PGBOUNCER_BIN';
  const source = hostSource();
  if (source === undefined || findOnPath(options.env, ['apt-get']) === undefined) {
    return missingTool('it is not on the PATH, and this is neither Debian nor Ubuntu', remedy);
  }
  try {
    return await fetchPackage(source, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return missingTool(reason.replaceAll(/\s*\n\s*/g, ' | '), remedy);
  }
}

async function fetchPackage(source: AptSource, { toolsDir, report, signal }: ProvisionOptions): Promise<Tool> {
  const root = await installOnce(toolsDir, `pgbouncer-${source.suite}`, async (into) => {
    report(`downloading PgBouncer from ${source.suite} (about 1 MB, kept in ${toolsDir})`);
    const failures: unknown[] = [];
    for (const libraries of LIBRARY_PACKAGES) {
      const unpacking = unpackDebianPackages(source, ['pgbouncer', ...libraries], into, signal);
      const isUnpacked = await unpacking.then(
        () => true,
        (error: unknown) => {
          failures.push(error);
          return false;
        },
      );
      if (isUnpacked) return;
    }
    throw failures.at(-1);
  });
  const binary = join(root, 'usr/sbin/pgbouncer');
  const env = { LD_LIBRARY_PATH: await libraryDirectory(root) };
  await runCommand(binary, ['--version'], { env: { ...process.env, ...env }, withinMs: 20_000 });
  return foundTool(binary, 'Debian package', { env });
}

/** Named after the machine: `usr/lib/x86_64-linux-gnu`. */
async function libraryDirectory(root: string): Promise<string> {
  const lib = join(root, 'usr/lib');
  const name = existsSync(lib) ? (await readdir(lib)).find((entry) => entry.includes('-linux-')) : undefined;
  return join(lib, name ?? '');
}
