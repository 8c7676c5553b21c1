import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './processIdentity.ts';
import type { RunFile } from './runFile.ts';

/**
 * Stops what a killed launcher left running, newest first, and resolves with the names when all are gone. A process is
 * touched only when its start time is the recorded one. After 5 s it is killed.
 */
export async function stopOrphans(runFile: RunFile): Promise<string[]> {
  const stopped: string[] = [];
  for (const orphan of runFile.survivors.reverse()) {
    // Postgres understands SIGTERM as "wait until every client has left"; SIGINT is its fast shutdown.
    for (const signal of [orphan.name === 'postgres' ? 'SIGINT' : 'SIGTERM', 'SIGKILL'] as const) {
      send(orphan.pid, signal);
      const deadline = Date.now() + 5_000;
      while (isAlive(orphan) && Date.now() < deadline) await delay(25);
      if (!isAlive(orphan)) break;
    }
    runFile.forget(orphan.pid);
    stopped.push(orphan.name);
  }
  return stopped;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(signal === 'SIGKILL' ? -pid : pid, signal);
  } catch {
    // It has just ended by itself.
  }
}
