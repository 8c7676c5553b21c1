import { join } from 'node:path';
import { type AptSource, hostSource } from './debianHost.ts';
import { libraryPath, provideDebianTool } from './debianTool.ts';
import { unpackDebianPackages } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { foundTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

const packages = ['wrk', 'libluajit-5.1-2', 'libluajit-5.1-common'];

/** Finds or fetches wrk, the load generator of the benchmarks: `WRK_BIN`, the PATH, or the host's own Debian packages. */
export async function provideWrk(options: ProvisionOptions): Promise<ToolState> {
  const remedy = 'install wrk (Debian: apt-get install wrk; macOS: brew install wrk), or set WRK_BIN';
  return provideDebianTool({ variable: 'WRK_BIN', name: 'wrk', remedy, fetch: fetchWrk }, options, hostSource());
}

async function fetchWrk(source: AptSource, { toolsDir, report, signal }: ProvisionOptions): Promise<Tool> {
  const root = await installOnce(toolsDir, `wrk-${source.suite}`, async (into) => {
    report(`downloading wrk from ${source.suite} (kept in ${toolsDir})`);
    await unpackDebianPackages(source, packages, into, signal);
  });
  return foundTool(join(root, 'usr/bin/wrk'), 'Debian package', { env: { LD_LIBRARY_PATH: libraryPath(root) } });
}
