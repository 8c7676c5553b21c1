import { chmodSync, createReadStream, createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { hostSource } from './debianHost.ts';
import { unpackDebianPackages } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { CommandFailure, runCommand } from './runCommand.ts';
import { foundTool, type Tool } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

/** The shared libraries that a server usually lacks, by their names in Debian and Ubuntu. */
const LIBRARY_PACKAGES = ['libnss3', 'libnspr4', 'libexpat1', 'libsqlite3-0'];

/** Relative to this file: the directory is renamed after it was written. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir></fontconfig>
`;

/**
 * The headless shell inside the npm package @sparticuz/chromium (Linux on x64), unpacked into the tools directory. Its
 * own launcher is not used: that unpacks into a shared directory of the system and passes --disable-web-security,
 * with which tests of CORS and CSP prove nothing. Throws when the package is not there or libraries stay missing.
 */
export async function provideBundledChromium(options: ProvisionOptions): Promise<Tool> {
  const packageDir = join(options.rootDir, 'node_modules/@sparticuz/chromium');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(join(packageDir, 'bin/chromium.br'))) {
    throw new Error(
      'no Chrome, Chromium or Edge was found, and the npm package @sparticuz/chromium is not usable here',
    );
  }
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const home = await installOnce(options.toolsDir, `chromium-${version}`, async (into) => {
    options.report('unpacking Chromium from @sparticuz/chromium');
    await unpackBrotli(join(packageDir, 'bin/chromium.br'), join(into, 'chromium'));
    chmodSync(join(into, 'chromium'), 0o755);
    await unpackTar(join(packageDir, 'bin/swiftshader.tar.br'), into);
    await unpackTar(join(packageDir, 'bin/al2023.tar.br'), join(into, 'bundled'));
    await unpackTar(join(packageDir, 'bin/fonts.tar.br'), into);
    await writeFile(join(into, 'fonts.conf'), FONTS_CONF);
  });
  const binary = join(home, 'chromium');
  const env = { ...(await findLibraries(binary, join(home, 'bundled/lib'), options)), ...findFonts(home) };
  await runCommand(binary, ['--version'], { env: { ...process.env, ...env }, withinMs: 30_000 });
  return foundTool(binary, '@sparticuz/chromium', { env });
}

/** Nothing where the host has fonts; without any every text is zero pixels wide. */
function findFonts(home: string): Record<string, string> {
  const hasOwn = existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts');
  return hasOwn ? {} : { FONTCONFIG_FILE: join(home, 'fonts.conf') };
}

/** The host's own libraries, else those in the npm package, else the host's packages unpacked privately. */
async function findLibraries(
  binary: string,
  bundled: string,
  options: ProvisionOptions,
): Promise<Record<string, string>> {
  // libsoftokn3 is loaded at run time, so it does not show in the browser's own list, and it needs libsqlite3.
  const softToken = join(bundled, 'libsoftokn3.so');
  if ((await missingLibraries(binary)).length === 0) return {};
  if (
    (await missingLibraries(binary, bundled)).length === 0 &&
    (await missingLibraries(softToken, bundled)).length === 0
  ) {
    return { LD_LIBRARY_PATH: bundled };
  }
  const source = hostSource();
  if (source === undefined) {
    throw new Error(`Chromium lacks ${(await missingLibraries(binary, bundled)).join(', ') || 'libsqlite3.so.0'}`);
  }
  const root = await installOnce(options.toolsDir, `chromium-libraries-${source.suite}`, async (into) => {
    options.report(
      `downloading ${LIBRARY_PACKAGES.join(', ')} from ${source.suite} (about 3 MB, kept in ${options.toolsDir})`,
    );
    await unpackDebianPackages(source, LIBRARY_PACKAGES, into, options.signal);
  });
  const path = ['usr/lib', 'lib']
    .map((directory) => join(root, directory, 'x86_64-linux-gnu'))
    .filter((directory) => existsSync(directory) && readdirSync(directory).length > 0)
    .join(':');
  const missing = await missingLibraries(binary, path);
  if (missing.length > 0) throw new Error(`Chromium lacks ${missing.join(', ')}`);
  return { LD_LIBRARY_PATH: path };
}

async function missingLibraries(file: string, path?: string): Promise<string[]> {
  const env = { ...process.env, LC_ALL: 'C', ...(path === undefined ? {} : { LD_LIBRARY_PATH: path }) };
  try {
    const listing = await runCommand('ldd', [file], { env, withinMs: 20_000 });
    return [...listing.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
  } catch (error) {
    if (error instanceof CommandFailure) return [];
    throw error;
  }
}

async function unpackBrotli(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

async function unpackTar(from: string, into: string): Promise<void> {
  const archive = join(into, 'archive.tar');
  await mkdir(into, { recursive: true });
  await unpackBrotli(from, archive);
  await runCommand('tar', ['-xf', archive, '-C', into, '--no-same-owner']);
  await rm(archive);
}
