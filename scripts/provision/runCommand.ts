import { spawn } from 'node:child_process';

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** After this the command is killed and the promise rejects. Default 60 s. */
  withinMs?: number;
  signal?: AbortSignal;
  onOutput?: (chunk: string) => void;
}

/** A command that could not be run, failed or took too long; the message ends with its last lines. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
}

/** Runs a command to its end and resolves with its stdout; its input is empty. Throws CommandFailure unless it exits with 0. */
export function runCommand(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { withinMs = 60_000, signal, onOutput, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(withinMs);
    const child = spawn(command, args, {
      ...spawnOptions,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let all = '';
    const keep = (chunk: string) => {
      all += chunk;
      onOutput?.(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      keep(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', keep);
    const fail = (why: string) => {
      const lines = all.trimEnd().split('\n').slice(-12);
      reject(new CommandFailure([`${command} ${why}`, ...lines].join('\n    ').trimEnd()));
    };
    child.once('error', (error) => {
      if (limit.aborted) fail(`took longer than ${withinMs / 1000} s`);
      else if (signal?.aborted) fail('was stopped');
      else fail(`cannot be executed: ${error.message}`);
    });
    child.once('close', (code, by) => {
      if (code === 0) resolve(stdout);
      else fail(by === null ? `failed with exit code ${code}` : `was ended by ${by}`);
    });
  });
}
