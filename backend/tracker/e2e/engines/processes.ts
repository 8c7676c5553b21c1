import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that was started for one test file. */
export interface Started {
  readonly child: ChildProcess;
  /** Everything that it has printed. */
  output(): string;
  /** Ends it and all that it has started. */
  kill(): Promise<void>;
}

/** Starts a program in a process group of its own, for browsers have many processes. */
export function start(binary: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Started {
  const child = spawn(binary, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env, cwd });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const exited = once(child, 'exit').catch(() => {});
  const killGroup = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGKILL');
    }
  };
  // A run that ends before its tests do leaves no browser behind.
  process.once('exit', killGroup);
  return {
    child,
    output: () => output,
    async kill() {
      process.off('exit', killGroup);
      killGroup();
      await exited;
    },
  };
}

/** What `look` gives as soon as it gives something; throws with the output when the program has ended or nothing came within 30 seconds. */
export async function waitFor<T>(
  { child, output }: Started,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const until = Date.now() + 30_000;
  while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${child.spawnfile} did not start:\n${output()}`);
}
