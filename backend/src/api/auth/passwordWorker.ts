import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

/** What a worker is asked; one at a time, answered in order. */
export type PasswordJob =
  | { readonly kind: 'hash'; readonly password: string; readonly rounds: number }
  | { readonly kind: 'compare'; readonly password: string; readonly hash: string };

/** The hash, or whether the password matches; or why it could not be told. */
export type PasswordAnswer = { readonly result: string | boolean } | { readonly failure: string };

// Synchronous on purpose: this thread has nothing else to do, and bcryptjs is faster without its time slices.
parentPort?.on('message', (job: PasswordJob) => {
  parentPort?.postMessage(work(job));
});

function work(job: PasswordJob): PasswordAnswer {
  try {
    return {
      result:
        job.kind === 'hash' ? bcrypt.hashSync(job.password, job.rounds) : bcrypt.compareSync(job.password, job.hash),
    };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : 'bcrypt failed' };
  }
}
