import { type Batch, type Entry, plain } from './batch.ts';
import { credentials } from './credentials.ts';
import { delay, send } from './outside.ts';
import { safely } from './safely.ts';
import { page, shared } from './shared.ts';
import { forget, keep, leftovers } from './storage.ts';

let open: Record<string, Entry> = {};
//! if full
/** About the bytes of what is open. Each entry weighs 250 besides its labels and each observation 40, which bounds their number, too. */
let weight = 0;
//! end
let batches: Batch[] = [];
/** Entries given up since the last batch. */
let dropped = 0;
let flushedAt = 0;
let triedAt = 0;
let failures = 0;
/** Set while a flush is due. */
let timer: unknown;
/** Set while nothing may leave in the ordinary way: a request is under way, or one has failed for a reason that will pass. */
let pause: unknown;

/**
 * Keeps a value until the next flush, in the entry that waits under `key` or in this new one.
 * @param merge puts the value into the entry, and gives back how many observations that adds
 */
export const add = (fresh: Entry, key: string, merge: (entry: Entry) => number): void => {
  const entry = open[key] || plain(fresh);
  //! if full
  weight += open[key] ? 0 : key.length + 250;
  //! end
  //! if lean
  merge(entry);
  //! end
  open[key] = entry;
  //! if full
  weight += 40 * merge(entry);
  if (weight > 16e3) flush();
  //! end
  // In a page that nobody sees nothing waits, not even for an answer: it may be gone at any moment. While nobody answers ten batches go so.
  // The first value after a quiet spell leaves soon.
  if (document.hidden && !failures) queueMicrotask(() => flush(!batches[9]));
  else timer = timer || delay(flush, Date.now() - flushedAt > __UVP_INTERVAL__ ? 250 : __UVP_INTERVAL__);
};

/** Sends what waits; when the page may be closing, all of it at once and in the form for that. */
export const flush = (isLast?: boolean): unknown[] | undefined => {
  timer = 0;
  return pump(isLast === true);
};

/** The network is back. */
export const retryNow = (): void => {
  failures = 0;
  setPause(0);
};

/**
 * The page is back from the back/forward cache. In Firefox a request that was under way when it went there is never answered, so all are
 * made once more; the collector counts a batch once.
 */
export const resume = (): void => {
  for (const batch of batches) batch.sending_ = undefined;
  setPause(0);
};

/** Sends what may go: one batch at a time and none in an outage, but all when the page may be closing. */
const pump = safely((isLast: boolean): unknown[] => {
  const isPrerendering = (document as { prerendering?: boolean }).prerendering;
  // A blocked or broken collector is not asked at every change of tabs.
  const mayForce = isLast && (failures < 2 || Date.now() - triedAt > 1e4);
  const mayLeave = () => !isPrerendering && (mayForce || !pause);
  let mayClose: unknown;
  //! if lean
  // The one entry that there can be goes on adding up.
  mayClose = !timer && mayLeave() && !batches[29];
  //! end
  //! if full
  mayClose = weight > 16e3 || (!timer && mayLeave());
  //! end
  //! if persist
  // Only a closed batch can be kept. In a long outage what is open goes on growing, lest the first ones are given up.
  mayClose = weight > 16e3 || (!timer && !isPrerendering && (isLast || batches.length < 29));
  //! end
  const metrics = Object.values(open);
  if (mayClose && metrics[0]) {
    close(metrics);
    open = {};
    //! if full
    weight = 0;
    //! end
  }
  batches = batches.filter(isWaiting);
  return batches.map((batch) => batch.sending_ || (mayLeave() && post(batch, isLast)));
});

function close(metrics: readonly Entry[]): void {
  flushedAt = Date.now();
  //! if page
  // The owner has left out this browser. The first look into storage holds a page up, so it is taken late; storage may be blocked.
  if (safely(() => localStorage['uvp.ignore'])()) return;
  //! end
  const batchId = `${page.crypto.getRandomValues(new Uint32Array(4))}`;
  const content_: Batch['content_'] = { batchId, metrics: plain(metrics), dropped: dropped || undefined };
  // A browser that a program drives says so (https://w3c.github.io/webdriver/#interface). The collector counts it apart.
  //! if page
  if (navigator.webdriver) content_.robot = true;
  //! end
  const batch = { content_, madeAt_: flushedAt };
  dropped = 0;
  batches.push(batch);
  //! if persist
  keep(batch);
  //! end
}

/** Gives up what is older than 22 hours (the collector remembers a batch id for 24), and the oldest beyond 30 unless it is under way. */
function isWaiting(batch: Batch, n: number): unknown {
  const isFresh = batches.length - n <= 30 && Date.now() - batch.madeAt_ < 8e7;
  if (!batch.isDone_ && (batch.sending_ || isFresh)) return true;
  if (!batch.isDone_) dropped += batch.content_.metrics.length + (batch.content_.dropped || 0);
  //! if persist
  forget(batch);
  //! end
  return false;
}

/** Nothing leaves for so long, unless the page may be closing. A document that is no more has no timers, and must not try again. */
function setPause(ms: number): void {
  clearTimeout(pause as number);
  const end = () => {
    pause = 0;
    pump(false);
  };
  pause = ms && (delay(end, ms) || 1);
  //! if library
  // In Node an outage alone keeps no process alive.
  const waiting = Object(pause) as { unref?: () => void };
  if (waiting.unref) waiting.unref();
  //! end
}

/**
 * Sends a batch over fetch with `keepalive`, which outlives the page. The credentials travel as headers, which costs a preflight across
 * origins; when it may be the last request of a page they are in the body, and it is a CORS simple request: a page that closes may not
 * wait for a preflight. Either way the body is JSON in the text/plain that browsers give to text.
 *
 * What must be sent again waits 1 s x 2^n up to a minute, each times 0.5 to 1.5, on top of Retry-After.
 */
function post(batch: Batch, isLast: boolean): Promise<unknown> {
  triedAt = Date.now();
  setPause(3e4);
  let headers: Record<string, string> | undefined;
  //! if transport.headers
  if (!isLast) headers = { 'X-API-Key': credentials.apiKey, 'X-API-Secret': credentials.apiSecret };
  //! end
  const content = plain({ ...(headers ? {} : credentials), ...batch.content_ });
  let body = JSON.stringify(content);
  //! if type.gauge|library
  body = JSON.stringify(content, ageNow);
  //! end
  let keepalive = true;
  //! if full
  // Past 64 KiB under way a request with `keepalive` fails at once. Other code of the page may use some of them, too.
  const bytes = new Blob([body]).size;
  shared.b = (shared.b || 0) + bytes;
  keepalive = shared.b < 6e4;
  //! end
  const options = { method: 'POST', body, headers, keepalive, credentials: 'omit' };
  let retryAfter = 0;
  //! if full
  let isTooLarge = false;
  //! end
  batch.sending_ = send(__UVP_ENDPOINT__, options as RequestInit)
    .then((reply) => {
      retryAfter = Number(reply.headers.get('Retry-After'));
      //! if full
      isTooLarge = reply.status === 413;
      //! end
      batch.isDone_ = isFinal(reply);
      // A request counts against the 64 KiB until its answer has been read.
      return reply.text();
    })
    .catch(Object)
    .then(() => {
      //! if full
      shared.b = (shared.b as number) - bytes;
      //! end
      batch.sending_ = undefined;
      const seconds = Math.min(2 ** failures, 60) * (Math.random() + 0.5) + Math.min(retryAfter, 3600);
      setPause(batch.isDone_ ? 0 : 1e3 * seconds);
      failures = batch.isDone_ ? 0 : failures + 1;
      //! if full
      if (isTooLarge) halve(batch);
      //! end
      return pump(false);
    });
  return batch.sending_;
}

/**
 * Only a 202 has arrived, and only a refusal in the collector's own words is final: a proxy may answer 404 while the collector restarts,
 * and a service worker 200 with a page of its own.
 */
const isFinal = ({ status, headers }: Response): boolean =>
  status === 202 || (/^4(?!08|29)/.test(`${status}`) && /problem/.test(`${headers.get('Content-Type')}`));

//! if type.gauge|library
/** In JSON a negative age is the moment that it counts from. */
const ageNow = (name: string, value: unknown): unknown =>
  name === 'ageMs' && (value as number) < 0 ? Math.max(0, Date.now() + (value as number)) : value;
//! end

//! if full
/** The collector finds it too large: its halves may pass. A single entry that is too large is given up. */
function halve(batch: Batch): void {
  const { metrics } = batch.content_;
  const middle = Math.floor(metrics.length / 2);
  batch.isDone_ = true;
  if (middle) for (const half of [metrics.slice(0, middle), metrics.slice(middle)]) close(half);
  else dropped++;
}
//! end

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
