import { join } from 'node:path';
import { type AptSource, hostSource } from './debianHost.ts';
import { libraryPath, provideDebianTool } from './debianTool.ts';
import { unpackDebianPackages } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { runCommand } from './runCommand.ts';
import { foundTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

/** Finds or fetches Caddy, a website's server in tests: `CADDY_BIN`, the PATH, or the host's own Debian packages. */
export async function provideCaddy(options: ProvisionOptions): Promise<ToolState> {
  const remedy = 'install caddy (Debian: apt-get install caddy; macOS: brew install caddy), or set CADDY_BIN';
  return provideDebianTool({ variable: 'CADDY_BIN', name: 'caddy', remedy, fetch: fetchCaddy }, options, hostSource());
}

async function fetchCaddy(source: AptSource, { toolsDir, report, signal }: ProvisionOptions): Promise<Tool> {
  const root = await installOnce(toolsDir, `caddy-${source.suite}`, async (into) => {
    report(`downloading Caddy from ${source.suite} (about 10 MB, kept in ${toolsDir})`);
    await unpackDebianPackages(source, ['caddy', 'libzstd1'], into, signal);
  });
  const binary = join(root, 'usr/bin/caddy');
  const env = { LD_LIBRARY_PATH: libraryPath(root) };
  await runCommand(binary, ['version'], { env: { ...process.env, ...env }, withinMs: 20_000 });
  return foundTool(binary, 'Debian package', { env });
}
