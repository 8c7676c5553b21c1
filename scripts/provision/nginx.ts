import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AptSource, hostSource } from './debianHost.ts';
import { findBinary, findOnPath } from './findBinary.ts';
import { unpackDebianPackages } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { CommandFailure, runCommand } from './runCommand.ts';
import { foundTool, missingTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

const libraries = ['libcrypt1', 'libpcre2-8-0', 'zlib1g'];
/** The library of OpenSSL 3 has another package name since the releases of 2024. */
const opensslNames = ['libssl3t64', 'libssl3'];

/** Finds or fetches nginx, the proxy that tests put in front of the product: `NGINX_BIN`, the PATH, or the host's own Debian packages. */
export async function provideNginx(options: ProvisionOptions): Promise<ToolState> {
  const found = findBinary(options.env, 'NGINX_BIN', ['nginx']);
  if (found) return found;
  const source = hostSource();
  const hasApt = findOnPath(options.env, ['apt-get']) !== undefined && findOnPath(options.env, ['dpkg']) !== undefined;
  const remedy = 'install nginx (Debian: apt-get install nginx; macOS: brew install nginx), or set NGINX_BIN';
  if (source === undefined || !hasApt) return missingTool('nginx is not on the PATH', remedy);
  try {
    return await fetchNginx(source, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    return missingTool(error instanceof Error ? error.message : String(error), remedy);
  }
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
    await unpackLibraries(source, into, signal);
  });
  const env = { LD_LIBRARY_PATH: libraryDirectories(libraryRoot) };
  await runCommand(binary, ['-v'], { env: { ...process.env, ...env }, withinMs: 20_000 });
  return foundTool(binary, 'Debian package', { env });
}

async function unpackLibraries(source: AptSource, into: string, signal: AbortSignal | undefined): Promise<void> {
  let failure: unknown;
  for (const openssl of opensslNames) {
    try {
      await unpackDebianPackages(source, [...libraries, openssl], into, signal);
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
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

/** Debian keeps libraries in a directory named after the machine, such as `x86_64-linux-gnu`. */
function libraryDirectories(root: string): string {
  return ['usr/lib', 'lib']
    .map((directory) => join(root, directory))
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory).map((name) => join(directory, name)))
    .filter((directory) => directory.endsWith('-linux-gnu'))
    .join(':');
}
