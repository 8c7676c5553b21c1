import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { UnavailableError } from '../../errors.ts';
import { createFairQueue, type FairQueue, type Requester } from './fairQueue.ts';
import type { PasswordAnswer, PasswordJob } from './passwordWorker.ts';

/** Sign-ups wait in a queue of their own: the two take turns when both have work. */
export type PasswordQueue = 'signIn' | 'signUp';

/** Who waits for the answer, and with whom. */
export interface PasswordRequester extends Requester {
  readonly queue: PasswordQueue;
}

/**
 * bcrypt away from the event loop, where one hash of cost 12 would stop everything for 0.3 s. Addresses and accounts take turns. All
 * methods throw UnavailableError when too many passwords wait (`maxQueued`), and after `close()`.
 */
export interface PasswordHasher {
  hash(password: string, requester: PasswordRequester): Promise<string>;
  /** Without a hash the answer is false and takes as long, so that an unknown account cannot be told by the clock. */
  matches(password: string, hash: string | undefined, requester: PasswordRequester): Promise<boolean>;
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
  /** Passwords that may wait for a thread, in each queue; half of them of one address or for one account. */
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
  const limits = { maxSize: maxQueued, maxPerKey: Math.ceil(maxQueued / 2) };
  const queues: Record<PasswordQueue, FairQueue<Waiting>> = {
    signIn: createFairQueue(limits),
    signUp: createFairQueue(limits),
  };
  /** The queue that was served last. */
  let lastServed: PasswordQueue = 'signUp';
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

  function takeNext(): Waiting | undefined {
    const turn: PasswordQueue = lastServed === 'signIn' ? 'signUp' : 'signIn';
    const served = queues[turn].size > 0 ? turn : lastServed;
    lastServed = served;
    return queues[served].take();
  }

  function dispatch(): void {
    while (idle.length > 0 || busy.size < workers) {
      const next = takeNext();
      if (!next) return;
      const worker = idle.pop() ?? startWorker();
      busy.set(worker, next);
      worker.ref();
      worker.postMessage(next.job);
    }
  }

  function run(job: PasswordJob, requester: PasswordRequester): Promise<string | boolean> {
    return new Promise((resolve, reject) => {
      const added = { job, resolve, reject };
      const refused = closed ? added : queues[requester.queue].add(added, requester);
      refused?.reject(
        new UnavailableError('busy', 'Too many passwords are being checked right now; try again in a moment.', 2),
      );
      dispatch();
    });
  }

  return {
    hash: async (password, requester) => String(await run({ kind: 'hash', password, rounds }, requester)),
    async matches(password, hash, requester) {
      const equal = await run({ kind: 'compare', password, hash: hash ?? nobodysHash }, requester);
      return hash !== undefined && equal === true;
    },
    isWeak: (hash) => Number(hash.split('$')[2] ?? 0) < rounds,
    async close() {
      closed = true;
      for (const { reject } of Object.values(queues).flatMap((queue) => queue.clear())) {
        reject(new UnavailableError('busy', 'The server is stopping.', 2));
      }
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}

/**
 * The worker beside this file. From source (tsx, vitest) a line of script brings tsx into the thread first: Node 20 hands no loader
 * down to a thread and ignores `--import` in its `execArgv`.
 */
function startThread(): Worker {
  const thisFile = fileURLToPath(import.meta.url);
  const worker = join(dirname(thisFile), `passwordWorker${extname(thisFile)}`);
  if (extname(thisFile) !== '.ts') return new Worker(worker);
  const tsx = createRequire(thisFile).resolve('tsx/cjs/api');
  return new Worker(`require(${JSON.stringify(tsx)}).register(); require(${JSON.stringify(worker)});`, { eval: true });
}
