import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stopOrphans } from './orphans.ts';
import { identify, isAlive, type ProcessIdentity } from './processIdentity.ts';
import { AlreadyRunning, RunFile } from './runFile.ts';

let localDir: string;
let sleeper: ProcessIdentity;

beforeEach(async () => {
  localDir = await mkdtemp(join(tmpdir(), 'uvp-orphans-'));
  const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  sleeper = identify(child.pid ?? 0) ?? { pid: 0, startedAt: '' };
});

afterEach(async () => {
  if (isAlive(sleeper)) process.kill(sleeper.pid, 'SIGKILL');
  await rm(localDir, { recursive: true });
});

/** Leaves a run.json as a killed launcher would. */
async function leave(services: ProcessIdentity[], launcher: ProcessIdentity): Promise<void> {
  const named = services.map((service) => ({ name: 'backend', ...service }));
  await writeFile(join(localDir, 'run.json'), JSON.stringify({ launcher, services: named }));
}

const gone = { pid: process.pid, startedAt: 'an earlier process with this pid' };

describe('stopOrphans', () => {
  it('stops a recorded process', async () => {
    await leave([sleeper], gone);
    const runFile = await RunFile.claim(localDir);
    expect(await stopOrphans(runFile)).toEqual(['backend']);
    expect(isAlive(sleeper)).toBe(false);
    expect(runFile.survivors).toEqual([]);
  });

  it('leaves alone a process that only has the pid of a recorded one', async () => {
    await leave([{ ...sleeper, startedAt: 'earlier' }], gone);
    expect(await stopOrphans(await RunFile.claim(localDir))).toEqual([]);
    expect(isAlive(sleeper)).toBe(true);
  });
});

describe('RunFile.claim', () => {
  it('refuses while the recorded launcher lives, and says which it is', async () => {
    await leave([], sleeper);
    await expect(RunFile.claim(localDir)).rejects.toThrow(AlreadyRunning);
    await expect(RunFile.claim(localDir)).rejects.toThrow(`(pid ${sleeper.pid},`);
  });

  it('takes over an unreadable file', async () => {
    await writeFile(join(localDir, 'run.json'), '{');
    expect((await RunFile.claim(localDir)).survivors).toEqual([]);
  });
});
