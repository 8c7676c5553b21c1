import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { UnavailableError } from '../../errors.ts';
import type { PasswordAnswer, PasswordJob } from './passwordWorker.ts';

/**
 * bcrypt away from the event loop, where one hash of cost 12 would stop everything for 0.3 s. All methods throw UnavailableError when
 * more than `maxQueued` passwords wait, or after `close()`.
 */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Without a hash the answer is false and takes as long, so that an unknown account cannot be told by the clock. */
  matches(password: string, hash: string | undefined): Promise<boolean>;
  /** True when the hash is weaker than those made now and should be replaced at the next sign-in. */
  isWeak(hash: string): boolean;
  /** Ends the threads; what still waits is refused. */
  close(): Promise<void>;
}

export interface PasswordHasherOptions {
  /** Cost of new hashes: 2^rounds. */
  readonly rounds: number;
  /** Threads, started when first needed. */
  readonly workers?: number;
  /** Passwords that may wait for a thread. */
  readonly maxQueued?: number;
}

interface Waiting {
  readonly job: PasswordJob;
  resolve(result: string | boolean): void;
  reject(error: Error): void;
}

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const { rounds, workers = 2, maxQueued = 32 } = options;
  // A well-formed hash that no password has been seen to match: compare works through all rounds before it says no.
  const nobodysHash = `$2b$${String(rounds).padStart(2, '0')}$${'uvp.'.repeat(5)}uu${'.'.repeat(31)}`;
  const waiting: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  let closed = false;

  function startWorker(): Worker {
    const worker = startThread();
    worker.on('message', (answer: PasswordAnswer) => {
      const done = busy.get(worker);
      busy.delete(worker);
      worker.unref();
      idle.push(worker);
      if ('result' in answer) done?.resolve(answer.result);
      else done?.reject(new Error(answer.failure));
      dispatch();
    });
    const replace = (error: unknown) => {
      const lost = busy.get(worker);
      busy.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      lost?.reject(new UnavailableError('busy', 'Passwords cannot be checked right now.', 2, { cause: error }));
      if (!closed) dispatch();
    };
    worker.once('error', replace);
    worker.once('exit', replace);
    return worker;
  }

  function dispatch(): void {
    while (waiting.length > 0 && (idle.length > 0 || busy.size < workers)) {
      const next = waiting.shift();
      if (!next) return;
      const worker = idle.pop() ?? startWorker();
      busy.set(worker, next);
      worker.ref();
      worker.postMessage(next.job);
    }
  }

  function run(job: PasswordJob): Promise<string | boolean> {
    if (closed || waiting.length >= maxQueued) {
      throw new UnavailableError('busy', 'Too many passwords are being checked right now; try again in a moment.', 2);
    }
    return new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject });
      dispatch();
    });
  }

  return {
    hash: async (password) => String(await run({ kind: 'hash', password, rounds })),
    async matches(password, hash) {
      const equal = await run({ kind: 'compare', password, hash: hash ?? nobodysHash });
      return hash !== undefined && equal === true;
    },
    isWeak: (hash) => Number(hash.split('$')[2] ?? 0) < rounds,
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(new UnavailableError('busy', 'The server is stopping.', 2));
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}

/**
 * The worker beside this file. From source (tsx, vitest) a line of script brings tsx into the thread first: Node 20 hands no loader
 * down to a thread and ignores `--import` in its `execArgv`.
 */
function startThread(): Worker {
  const here = fileURLToPath(import.meta.url);
  const worker = join(dirname(here), `passwordWorker${extname(here)}`);
  if (extname(here) !== '.ts') return new Worker(worker);
  const tsx = createRequire(here).resolve('tsx/cjs/api');
  return new Worker(`require(${JSON.stringify(tsx)}).register(); require(${JSON.stringify(worker)});`, { eval: true });
}
