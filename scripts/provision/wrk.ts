import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hostSource } from './debianHost.ts';
import { findBinary, findOnPath } from './findBinary.ts';
import { unpackDebianPackages } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { foundTool, missingTool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

const packages = ['wrk', 'libluajit-5.1-2', 'libluajit-5.1-common'];

/** Finds or fetches wrk, the load generator of the benchmarks: `WRK_BIN`, the PATH, or the host's own Debian packages. */
export async function provideWrk(options: ProvisionOptions): Promise<ToolState> {
  const found = findBinary(options.env, 'WRK_BIN', ['wrk']);
  if (found) return found;
  const source = hostSource();
  const hasApt = findOnPath(options.env, ['apt-get']) !== undefined && findOnPath(options.env, ['dpkg']) !== undefined;
  const remedy = 'install wrk (Debian: apt-get install wrk; macOS: brew install wrk), or set WRK_BIN';
  if (source === undefined || !hasApt) return missingTool('wrk is not on the PATH', remedy);
  try {
    const root = await installOnce(options.toolsDir, `wrk-${source.suite}`, async (into) => {
      options.report(`downloading wrk from ${source.suite} (kept in ${options.toolsDir})`);
      await unpackDebianPackages(source, packages, into, options.signal);
    });
    return foundTool(join(root, 'usr/bin/wrk'), 'Debian package', { env: { LD_LIBRARY_PATH: libraryDirectory(root) } });
  } catch (error) {
    options.signal?.throwIfAborted();
    return missingTool(error instanceof Error ? error.message : String(error), remedy);
  }
}

/** Debian keeps libraries in a directory named after the machine, such as `x86_64-linux-gnu`. */
function libraryDirectory(root: string): string {
  const name = readdirSync(join(root, 'usr/lib')).find((entry) => entry.endsWith('-linux-gnu'));
  return join(root, 'usr/lib', name ?? '');
}
