import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserTool, visitorSwitches } from './browser.ts';

/** A browser that nobody drives: with a debugger attached some pages are neither kept nor rendered ahead. */
export interface SoleBrowser {
  close(): Promise<void>;
}

/** Opens one address; what happens then is for the page itself to do and to tell. */
export async function openSoleBrowser({ binary, args, env }: BrowserTool, url: string): Promise<SoleBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'uvp-browser-'));
  const options = [
    ...args,
    ...visitorSwitches,
    '--headless',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    url,
  ];
  // A group of its own, for it has many processes.
  const child = spawn(binary, options, { detached: true, stdio: 'ignore', env: { ...process.env, ...env } });
  return {
    async close() {
      const exited = once(child, 'exit');
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
