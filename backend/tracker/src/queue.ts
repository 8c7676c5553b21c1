import type { Batch, Entry } from './batch.ts';
import { credentials } from './credentials.ts';
import { safely } from './safely.ts';
import { page, shared } from './shared.ts';
import { forget, keep, leftovers } from './storage.ts';

let open: Record<string, Entry> = {};
let batches: Batch[] = [];
let failures = 0;
/** Entries given up since the last batch. */
let dropped = 0;
/** True while nothing may leave in the ordinary way: for 30 seconds of a request without an answer, and after a failure that will pass. */
let paused: unknown;
let flushedAt = 0;
/** True while a flush is due. */
let timer: unknown;
//! if full
/**
 * About the bytes of what is open. Each entry weighs 250 besides its labels and each observation 40, which bounds their number, too: the
 * collector takes 500 of them at once.
 */
let weight = 0;
//! end

/**
 * Keeps a value until the next flush, in the entry that waits under `key` or in this new one.
 * @param merge puts the value into the entry, and gives back how many observations that adds
 */
export const add = (fresh: Entry, key: string, merge: (entry: Entry) => number): void => {
  const entry = open[key] || fresh;
  //! if full
  weight += open[key] ? 0 : key.length + 250;
  //! end
  open[key] = entry;
  const observations = merge(entry);
  //! if full
  weight += 40 * observations;
  //! end
  //! if full
  if (weight > 16e3) flush();
  //! end
  // The first value after a quiet spell leaves soon. In a page that nobody sees none waits: it may be gone without another word.
  timer =
    document.hidden && !failures
      ? Promise.resolve(1).then(flush)
      : timer || setTimeout(flush, Date.now() - flushedAt > __UVP_INTERVAL__ ? 250 : __UVP_INTERVAL__);
};

/** Sends what waits; `last` sends all of it at once, in the form for a page that closes. */
export const flush = (last?: unknown) => {
  timer = 0;
  return pump(last);
};

/** Sends what may go: one batch at a time and none in an outage, but all when the page may close. */
const pump = safely((last?: unknown): unknown[] => {
  const metrics = Object.values(open);
  const free = () => (last || !paused) && !(document as { prerendering?: boolean }).prerendering;
  let seal: unknown;
  //! if lean
  // The one entry that there can be goes on adding up.
  seal = !timer && free() && !batches[30];
  //! end
  //! if full
  seal = weight > 16e3 || (!timer && free());
  //! end
  //! if persist
  // Only a closed batch can be kept. In a long outage what is open goes on growing, lest the first ones are given up.
  seal = weight > 16e3 || (!timer && !(document as { prerendering?: boolean }).prerendering && (last || !batches[28]));
  //! end
  if (seal && metrics[0]) {
    flushedAt = Date.now();
    batches.push({
      content_: {
        batchId: '' + page.crypto.getRandomValues(new Uint32Array(4)),
        metrics,
        dropped: dropped || undefined,
      },
      madeAt_: flushedAt,
    });
    open = {};
    dropped = 0;
    //! if full
    weight = 0;
    //! end
    //! if persist
    keep(batches[batches.length - 1] as Batch);
    //! end
  }
  //! if persist
  const before = batches;
  //! end
  // What has arrived goes, and what is older than 22 hours: the collector remembers a batch id for 24, and later it could count twice.
  //! if lean
  // biome-ignore lint/suspicious/noAssignInExpressions: a batch that goes is counted in passing
  batches = batches.filter((batch) => Date.now() - batch.madeAt_ < 8e7 || void (dropped += batch.madeAt_ && 1));
  //! end
  //! if full
  // So does the oldest beyond 30, unless it is under way. Its own count of what was given up goes on.
  batches = batches.filter(
    (batch, n) =>
      batch.sending_ ||
      (batches.length - n < 31 && Date.now() - batch.madeAt_ < 8e7) ||
      // biome-ignore lint/suspicious/noAssignInExpressions: as above
      void (dropped += batch.madeAt_ && batch.content_.metrics.length + ((batch.content_.dropped as number) | 0)),
  );
  //! end
  //! if persist
  for (const batch of before) if (!batches.includes(batch)) forget(batch);
  //! end
  return batches.map((batch) => batch.sending_ || (free() && send(batch, last)));
});

/** Lets nothing leave in the ordinary way for so long; 0 ends that. A document that is no more has no timers, and must not try again. */
const pause = (ms: number): void => {
  clearTimeout(paused as number);
  paused =
    ms &&
    (setTimeout(() => {
      paused = 0;
      pump();
    }, ms) ||
      1);
  //! if library
  // In Node an outage alone keeps no process alive.
  const { unref } = Object(paused) as { unref?: () => void };
  if (unref) unref.call(paused);
  //! end
};

/**
 * Sends a batch over fetch with `keepalive`, which outlives the page. The credentials travel as headers, which costs a preflight across
 * origins; when it may be the last request of a page they are in the body, and it is a CORS simple request: a page that closes may not
 * wait for a preflight. Either way the body is JSON in the text/plain that browsers give to text.
 *
 * Tries again after no answer, 408, 429 and 5xx: after 1 s x 2^n up to 30 s, each times 0.5 to 1.5, on top of Retry-After.
 */
const send = (batch: Batch, last: unknown): unknown => {
  pause(3e4);
  //! if transport.simple
  last = 1;
  //! end
  const body = JSON.stringify({ ...((last as object) && credentials), ...batch.content_ });
  let headers: Record<string, string> | undefined;
  let keepalive: unknown = 1;
  //! if transport.headers
  if (!last) headers = { 'X-API-Key': credentials.apiKey, 'X-API-Secret': credentials.apiSecret };
  //! end
  //! if full
  // Past 64 KiB under way a request with keepalive fails at once. Other code of the page may use some of them, too.
  const bytes = new Blob([body]).size;
  shared.b = (shared.b || 0) + bytes;
  keepalive = shared.b < 6e4;
  //! end
  // biome-ignore lint/suspicious/noAssignInExpressions: the promise that waits is the one that is kept
  return (batch.sending_ = fetch(__UVP_ENDPOINT__, {
    method: 'POST',
    body,
    headers,
    keepalive,
    credentials: 'omit',
  } as RequestInit)
    // A request counts against the 64 KiB until its answer has been read.
    .then((reply) => reply.text().then(() => reply))
    .catch(() => 0 as const)
    .then((reply) => {
      //! if full
      (shared.b as number) -= bytes;
      //! end
      batch.sending_ = 0;
      // Here and below a number is as good as its text, for a pattern and for arithmetic alike.
      let waitMs = 0;
      if (!reply || /408|429|5../.test(reply.status as unknown as string)) {
        waitMs =
          1e3 *
          (Math.min(2 ** failures++, 30) * (Math.random() + 0.5) +
            ((reply && Math.min(reply.headers.get('Retry-After') as unknown as number, 3600)) || 0));
      } else failures = batch.madeAt_ = 0;
      pause(waitMs);
      return pump();
    }));
};

//! if library
/** True when nothing is left to send. */
export const isEmpty = (): boolean => !batches.length && !Object.keys(open).length;
//! end

//! if persist
/** Goes on with what earlier pages could not deliver. */
export const restore = (): void => {
  batches = (safely(leftovers)() || []).concat(batches);
  flush();
};
//! end
