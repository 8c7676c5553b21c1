import { spawn } from 'node:child_process';
import { rootDir } from '../stack/rootDir.ts';

/** Runs a step of a test run before the user's eyes. The exit code; 1 for a command that was ended by a signal or could not be run. */
export function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: rootDir, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
