import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive } from './processIdentity.ts';

/**
 * Stops a server that still runs on this data directory after the process that started it was killed, and resolves when it is
 * gone (fast shutdown, after 10 s an immediate one). Does nothing when the pid in postmaster.pid belongs to anything
 * else: pids are recycled.
 */
export async function stopStrayPostmaster(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8').split('\n')[0]) : Number.NaN;
  const found = Number.isInteger(pid) && pid > 1 ? identify(pid) : undefined;
  if (found === undefined || !commandLine(pid).includes(dataDir)) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(pid, signal);
    const deadline = Date.now() + 10_000;
    while (isAlive(found) && Date.now() < deadline) await delay(50);
    if (!isAlive(found)) return;
  }
}

function commandLine(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}
