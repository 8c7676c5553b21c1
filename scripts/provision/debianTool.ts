import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AptSource } from './debianHost.ts';
import { findBinary } from './findBinary.ts';
import { hasApt } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { missingTool, type Tool, type ToolState } from './tool.ts';

/** A program that is taken from the host's own Debian or Ubuntu packages where it is not installed. */
export interface DebianTool {
  /** The variable that names its file. */
  readonly variable: string;
  /** Its name on the PATH. */
  readonly name: string;
  /** What the user can do when it cannot be had. */
  readonly remedy: string;
  /** Unpacks its packages into the tools directory. An error means that it cannot be had. */
  fetch(source: AptSource, options: ProvisionOptions): Promise<Tool>;
}

/**
 * Finds or fetches a program: its variable, the PATH, an earlier download, the packages of `source`. Never rejects except when stopped.
 * Without a source, as on anything but Debian and Ubuntu, nothing is fetched.
 */
export async function provideDebianTool(
  tool: DebianTool,
  options: ProvisionOptions,
  source: AptSource | undefined,
): Promise<ToolState> {
  const found = findBinary(options.env, tool.variable, [tool.name]);
  if (found) return found;
  if (source === undefined || !hasApt(options.env)) {
    return missingTool(`${tool.name} is not on the PATH, and there is no apt to download it with`, tool.remedy);
  }
  try {
    return await tool.fetch(source, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return missingTool(reason.trim().replaceAll(/\s*\n\s*/g, ' | '), tool.remedy);
  }
}

/**
 * `LD_LIBRARY_PATH` for packages that were unpacked into `root`: Debian keeps libraries in a directory named after the machine, such as
 * `usr/lib/x86_64-linux-gnu`. Empty when they hold no libraries.
 */
export function libraryPath(root: string): string {
  return ['usr/lib', 'lib']
    .map((directory) => join(root, directory))
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory).map((name) => join(directory, name)))
    .filter((directory) => directory.includes('-linux-gnu'))
    .join(':');
}
