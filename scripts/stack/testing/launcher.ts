import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunRecord } from '../runFile.ts';
import { type Launch, launch } from './launch.ts';

/** Launchers on a local directory of the test's own. */
export interface Launcher {
  /** Made by the first start; the directory around it is the test's, too. */
  readonly localDir: string;
  start(env?: NodeJS.ProcessEnv): Launch;
  /** Stops every launcher that was started, waits until what they ran has ended, and removes the directory. */
  stop(): Promise<void>;
}

export async function createLauncher(): Promise<Launcher> {
  const around = await mkdtemp(join(tmpdir(), 'uvp-launcher-'));
  const localDir = join(around, 'local');
  const launches: Launch[] = [];
  return {
    localDir,
    start(env = {}) {
      const launched = launch(localDir, env);
      launches.push(launched);
      return launched;
    },
    async stop() {
      for (const { process } of launches) process.kill('SIGTERM');
      await expect.poll(() => existsSync(join(localDir, 'run.json')), { timeout: 15_000 }).toBe(false);
      await rm(around, { recursive: true, force: true });
    },
  };
}

/** What runs, by the launcher's own record. */
export function services(launched: Launch): RunRecord['services'] {
  return launched.record()?.services ?? [];
}

/** The environment of the stand-in API. */
export async function backendEnv(launched: Launch): Promise<Record<string, string>> {
  return (await (await fetch(`${launched.record()?.url}/env`)).json()) as Record<string, string>;
}
