import { join } from 'node:path';
import { type AptSource, hostSource } from './debianHost.ts';
import { libraryPath, provideDebianTool } from './debianTool.ts';
import { unpackDebianPackages, unpackFirstSet } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { CommandFailure, runCommand } from './runCommand.ts';
import { foundTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

const libraries = ['libcrypt1', 'libpcre2-8-0', 'zlib1g'];
/** The library of OpenSSL 3 has another package name since the releases of 2024. */
const librarySets = [
  [...libraries, 'libssl3t64'],
  [...libraries, 'libssl3'],
];

/** Finds or fetches nginx, the proxy that tests put in front of the product: `NGINX_BIN`, the PATH, or the host's own Debian packages. */
export async function provideNginx(options: ProvisionOptions): Promise<ToolState> {
  const remedy = 'install nginx (Debian: apt-get install nginx; macOS: brew install nginx), or set NGINX_BIN';
  return provideDebianTool({ variable: 'NGINX_BIN', name: 'nginx', remedy, fetch: fetchNginx }, options, hostSource());
}

async function fetchNginx(source: AptSource, { toolsDir, report, signal }: ProvisionOptions): Promise<Tool> {
  const root = await installOnce(toolsDir, `nginx-${source.suite}`, async (into) => {
    report(`downloading nginx from ${source.suite} (kept in ${toolsDir})`);
    await unpackDebianPackages(source, ['nginx'], into, signal);
  });
  const binary = join(root, 'usr/sbin/nginx');
  if (await runs(binary)) return foundTool(binary, 'Debian package');
  const libraryRoot = await installOnce(toolsDir, `nginx-libraries-${source.suite}`, async (into) => {
    report(`downloading the libraries of nginx from ${source.suite} (kept in ${toolsDir})`);
    await unpackFirstSet(source, librarySets, into, signal);
  });
  const env = { LD_LIBRARY_PATH: libraryPath(libraryRoot) };
  await runCommand(binary, ['-v'], { env: { ...process.env, ...env }, withinMs: 20_000 });
  return foundTool(binary, 'Debian package', { env });
}

async function runs(binary: string): Promise<boolean> {
  try {
    await runCommand(binary, ['-v'], { withinMs: 20_000 });
    return true;
  } catch (error) {
    if (error instanceof CommandFailure) return false;
    throw error;
  }
}
