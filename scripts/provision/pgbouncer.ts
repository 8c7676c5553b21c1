import { join } from 'node:path';
import { type AptSource, hostSource } from './debianHost.ts';
import { libraryPath, provideDebianTool } from './debianTool.ts';
import { unpackFirstSet } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { runCommand } from './runCommand.ts';
import { foundTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

/** With the libraries that a server may lack, as the releases name them: since Debian 13 and Ubuntu 24.04, and before. */
const packageSets = [
  ['pgbouncer', 'libcares2', 'libevent-2.1-7t64'],
  ['pgbouncer', 'libc-ares2', 'libevent-2.1-7'],
];

/**
 * PgBouncer, for tests: PGBOUNCER_BIN, the PATH (Debian keeps it in /usr/sbin), an earlier download, the host's own packages unpacked
 * privately. Never rejects except when stopped.
 */
export async function providePgBouncer(options: ProvisionOptions): Promise<ToolState> {
  const env = { ...options.env, PATH: `${options.env.PATH ?? ''}:/usr/sbin` };
  const remedy = 'install pgbouncer, or set PGBOUNCER_BIN';
  const tool = { variable: 'PGBOUNCER_BIN', name: 'pgbouncer', remedy, fetch: fetchPgBouncer };
  return provideDebianTool(tool, { ...options, env }, hostSource());
}

async function fetchPgBouncer(source: AptSource, { toolsDir, report, signal }: ProvisionOptions): Promise<Tool> {
  const root = await installOnce(toolsDir, `pgbouncer-${source.suite}`, async (into) => {
    report(`downloading PgBouncer from ${source.suite} (about 1 MB, kept in ${toolsDir})`);
    await unpackFirstSet(source, packageSets, into, signal);
  });
  const binary = join(root, 'usr/sbin/pgbouncer');
  const env = { LD_LIBRARY_PATH: libraryPath(root) };
  await runCommand(binary, ['--version'], { env: { ...process.env, ...env }, withinMs: 20_000 });
  return foundTool(binary, 'Debian package', { env });
}
