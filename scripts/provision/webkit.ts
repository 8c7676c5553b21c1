import { readdirSync } from 'node:fs';
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { libraryPath } from './debianTool.ts';
import { type EngineOptions, provideEnginePackage } from './enginePackage.ts';
import { findBinary } from './findBinary.ts';
import type { ToolState } from './tool.ts';

/**
 * The WebDriver of WebKitGTK, beside which its MiniBrowser lies: WEBKITWEBDRIVER_BIN, the PATH, Debian's webkit2gtk-driver in the tools
 * directory. Never rejects except when stopped.
 */
export async function provideWebKit(options: EngineOptions): Promise<ToolState> {
  const variable = 'WEBKITWEBDRIVER_BIN';
  const found = findBinary(options.env, variable, ['WebKitWebDriver']);
  if (found !== undefined) return found;
  const program = 'usr/bin/WebKitWebDriver';
  const engine = { title: 'WebKitGTK', name: 'webkit2gtk-driver', program, variable, finish: startProcessesFromHere };
  return provideEnginePackage(engine, options);
}

/**
 * Weston, a screen for WebKitGTK where there is none: WESTON_BIN, the PATH, Debian's weston in the tools directory. Xvfb would be smaller,
 * but finds its keyboard compiler in /usr/bin only. Never rejects except when stopped.
 */
export async function provideWeston(options: EngineOptions): Promise<ToolState> {
  const variable = 'WESTON_BIN';
  const found = findBinary(options.env, variable, ['weston']);
  if (found !== undefined) return found;
  const engine = { title: 'Weston', name: 'weston', program: 'usr/bin/weston', variable, ownLibraries: 'weston' };
  return provideEnginePackage(engine, options);
}

/**
 * The library starts its processes from the directory that it was built for, and no variable names another one (WEBKIT_EXEC_PATH is read in
 * developers' builds only). In our copy the name of that directory becomes one of the same length, relative to the working directory:
 * `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1` becomes `.//…//webkit2gtk-4.1`.
 */
async function startProcessesFromHere(root: string): Promise<void> {
  for (const directory of libraryPath(root).split(':')) {
    for (const name of readdirSync(directory).filter((file) => /^libwebkit2gtk-[\d.]+\.so\.\d+$/.test(file))) {
      const file = await realpath(join(directory, name));
      const text = (await readFile(file)).toString('latin1');
      const patched = relativeToWorkingDirectory(text);
      if (patched === text) throw new Error(`${name} does not say where it starts its processes from`);
      await writeFile(file, Buffer.from(patched, 'latin1'));
    }
  }
}

/** The bytes of a library, one character each. Their number stays. */
export function relativeToWorkingDirectory(library: string): string {
  const builtFor = /\/usr\/lib(?:exec)?(?:\/[\w-]+-linux-gnu)?(\/webkit2gtk-[\d.]+)(?=[\0/])/g;
  return library.replaceAll(builtFor, (all, last: string) => `.${last.padStart(all.length - 1, '/')}`);
}
