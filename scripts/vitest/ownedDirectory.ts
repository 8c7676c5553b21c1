import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from '../stack/processIdentity.ts';
import { stopStrayPostmaster } from '../stack/strayPostmaster.ts';

const PREFIX = 'uvp-tests-';
const OWNER = 'owner.json';

/** A new temporary directory that names this process as its owner, so that a later run can tell when it is abandoned. */
export function makeOwnedDirectory(parent = tmpdir()): string {
  const directory = mkdtempSync(join(parent, PREFIX));
  writeFileSync(join(directory, OWNER), JSON.stringify(identify(process.pid)));
  return directory;
}

/** Removes what runs that were killed have left: the server in `postgres` is stopped, then the directory goes. */
export async function removeAbandonedDirectories(parent = tmpdir()): Promise<void> {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const directory = join(parent, name);
    const owner = readOwner(directory);
    if (owner === undefined || isAlive(owner)) continue;
    await stopStrayPostmaster(join(directory, 'postgres'));
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Undefined for a directory that is not ours to judge: another user's, or one that is just being made. */
function readOwner(directory: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, OWNER), 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
