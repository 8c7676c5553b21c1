import { UnavailableError } from '../../errors.ts';

/**
 * How long the sender of a request that has arrived waits for Postgres: for the look-up of its key, of its metrics and series, for its
 * turn, and for the commit, all together. Senders commonly give up after ten seconds; one that has been told to come back repeats sooner,
 * and with less trouble, than one that has given up.
 */
export const senderWaitMs = 8_000;
/** What a commit may take when it needs a new connection first. */
const commitMs = 2_000;

/** Whether a commit may begin: none does that would probably end after its sender has been told to repeat. */
export function isTimeForCommit(deadlineMs: number): boolean {
  return performance.now() + commitMs < deadlineMs;
}

/**
 * What the sender is told then. Whether the samples count may be unknown: what Postgres was given, it may commit when it can. Repeated with
 * the same batch id they count once.
 */
export function waitedTooLong(): UnavailableError {
  const detail = 'The samples could not be stored in time; send them again with the same batch id.';
  return new UnavailableError('database_unavailable', detail, 2);
}

/** @throws UnavailableError when `work` has not ended in time; it goes on by itself, and nobody hears of its end */
export async function inTime<T>(work: Promise<T>, waitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(waitedTooLong()), waitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
