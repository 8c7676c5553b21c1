import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testToolsDirectory } from '../../vitest/provisionForTests.ts';
import { rootDir } from '../rootDir.ts';
import type { RunRecord } from '../runFile.ts';

const ENTRY = fileURLToPath(new URL('./startWithStandIn.ts', import.meta.url));

/** A launcher with a stand-in API, as a process of its own. */
export interface Launch {
  process: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** Resolves when the addresses have been printed; rejects with the output when the launcher ends instead. */
  ready(): Promise<void>;
  /** Resolves with the exit code, or the signal's name. */
  exited: Promise<number | string>;
  /** What run.json says; undefined when there is none. */
  record(): RunRecord | undefined;
}

/**
 * Starts a launcher on this local directory, the API on any free port. Nothing of the caller's settings for servers
 * reaches it, only `env`.
 */
export function launch(localDir: string, env: NodeJS.ProcessEnv = {}): Launch {
  const child = spawn(process.execPath, ['--import', 'tsx', ENTRY], {
    cwd: rootDir,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      UVP_LOCAL_DIR: localDir,
      UVP_TOOLS_DIR: testToolsDirectory(),
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const ready = () =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output.includes('Ctrl-C stops everything')) resolve();
      };
      child.stdout.on('data', look);
      look();
      void exited.then((how) => reject(new Error(`the launcher ended with ${how}:\n${output}`)));
    });
  const runFile = join(localDir, 'run.json');
  const record = () => (existsSync(runFile) ? (JSON.parse(readFileSync(runFile, 'utf8')) as RunRecord) : undefined);
  return { process: child, output: () => output, ready, exited, record };
}
