import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const STALE_MS = 24 * 3_600_000;

/**
 * The directory `name` inside `toolsDir`, built at most once. It is built under another name and renamed when `build`
 * has succeeded, so it is complete whenever it exists: two processes may do this at the same time (the later one uses
 * what the earlier one made), and one that dies half-way leaves nothing that looks finished.
 */
export async function installOnce(
  toolsDir: string,
  name: string,
  build: (into: string) => Promise<void>,
): Promise<string> {
  const target = join(toolsDir, name);
  if (existsSync(target)) return target;
  await mkdir(toolsDir, { recursive: true });
  await removeAbandoned(toolsDir);
  const temporary = await mkdtemp(join(toolsDir, '.partial-'));
  try {
    await build(temporary);
    await rename(temporary, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
    return target;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function removeAbandoned(toolsDir: string): Promise<void> {
  for (const name of await readdir(toolsDir)) {
    if (!name.startsWith('.partial-')) continue;
    const path = join(toolsDir, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}
