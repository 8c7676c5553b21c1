import { type ChildProcess, spawn } from 'node:child_process';
import { splitLines } from './splitLines.ts';

export interface ServiceSpec {
  name: string;
  command: string;
  args: string[];
  /** The whole environment of the child. Default: this process's own. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** The polite signal. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** Sent when the polite one was not obeyed in time, half a second before SIGKILL. */
  urgentSignal?: NodeJS.Signals;
}

/** A running child in a process group of its own, so that a terminal's Ctrl-C reaches only us. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves, and never rejects, with a phrase such as "exit code 1" or "signal SIGKILL". */
  readonly exited: Promise<string>;
  /** The last lines it printed, oldest first, at most 40. */
  recentLines(): string[];
  /** Polite signal, urgent signal, SIGKILL for the group; resolves when it is gone. Default 10 s. */
  stop(withinMs?: number): Promise<void>;
  /** SIGKILL for the group, as `kill -9` does it; resolves when it is gone. */
  kill(): Promise<void>;
}

const KEPT_LINES = 40;
const URGENT_MS = 500;
const running = new Set<number>();

// A process that ends without stopping its services takes them along. Only SIGKILL gets past this.
process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});

/** Spawns without waiting for readiness. Throws when the command cannot be executed at all. */
export function spawnService(spec: ServiceSpec, onLine: (line: string) => void = () => {}): Service {
  const child = spawn(spec.command, spec.args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: spec.env ?? process.env,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  const { pid } = child;
  if (pid === undefined) {
    child.on('error', () => {});
    throw new Error(`${spec.name}: ${spec.command} cannot be executed`);
  }
  running.add(pid);

  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    splitLines(stream, (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine(line);
    });
  }
  const exited = new Promise<string>((resolve) => {
    child.on('error', () => {});
    child.once('exit', () => {
      running.delete(pid);
      signalGroup(pid, 'SIGKILL');
    });
    child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const isGone = () => child.exitCode !== null || child.signalCode !== null;

  async function kill(): Promise<void> {
    if (!isGone()) signalGroup(pid as number, 'SIGKILL');
    await exited;
  }

  async function stop(withinMs = 10_000): Promise<void> {
    if (isGone()) return void (await exited);
    child.kill(spec.stopSignal ?? 'SIGTERM');
    if (await settles(exited, Math.max(0, withinMs - URGENT_MS))) return;
    if (spec.urgentSignal !== undefined) child.kill(spec.urgentSignal);
    if (await settles(exited, Math.min(withinMs, URGENT_MS))) return;
    await kill();
  }

  return { name: spec.name, pid, process: child, exited, recentLines: () => [...lines], stop, kill };
}

/** Whether the promise settles within the time. */
function settles(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, withinMs, false);
    void promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nobody is left in the group.
  }
}
