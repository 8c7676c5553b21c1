import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startPostgres } from '../stack/postgres.ts';
import { makeOwnedDirectory, removeAbandonedDirectories } from './ownedDirectory.ts';

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'uvp-owned-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

describe('removeAbandonedDirectories', () => {
  it('removes the directory and the server of a run that was killed, and nothing else', async () => {
    const [live, abandoned] = [makeOwnedDirectory(parent), makeOwnedDirectory(parent)];
    writeFileSync(join(abandoned, 'owner.json'), JSON.stringify({ pid: process.pid, startedAt: 'earlier' }));
    const foreign = join(parent, 'uvp-tests-of-somebody-else');
    mkdirSync(foreign);
    const binaries = inject('postgresBinaries');
    const server = await startPostgres({ binaries, dataDir: join(abandoned, 'postgres'), durable: false });

    await removeAbandonedDirectories(parent);
    expect(await server.exited).toBe('exit code 0');
    expect([live, abandoned, foreign].map((path) => existsSync(path))).toEqual([true, false, true]);
  });
});
