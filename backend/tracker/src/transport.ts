import type { Batch } from './batch.ts';

/** Where samples go, and as whom. */
export interface Target {
  /** Full URL of `POST /api/v1/metrics`. */
  readonly endpoint: string;
  /** Public key id. */
  readonly apiKey: string;
  /** In a page a browser token, on a server the key's secret. */
  readonly apiSecret: string;
}

/** What the collector said; status 0 is no answer at all. */
export interface Answer {
  readonly status: number;
  /** Seconds that Retry-After asks for; 0 when it does not. */
  readonly retryAfterSeconds: number;
}

/** Sends a batch once; never rejects. `last` says that the page may be gone before an answer. */
export type Post = (batch: Batch, last: boolean) => Promise<Answer>;

const answerWithinMs = 30_000;
const noAnswer: Answer = { status: 0, retryAfterSeconds: 0 };

/**
 * Sends over fetch with `keepalive`, which outlives the page (64 KiB over all requests in flight). A regular batch carries the
 * credentials as headers, which costs a preflight across origins; the last one carries them in a text/plain body, a CORS simple
 * request, because a page that closes may not wait for a preflight. Browsers without keepalive (Firefox before 133) get a beacon.
 */
export function createPost({ endpoint, apiKey, apiSecret }: Target): Post {
  return async (batch, last) => {
    let simple = true;
    //! if transport.headers
    simple = last;
    //! end
    let metrics: readonly object[] = batch.metrics;
    //! if type.gauge
    metrics = batch.metrics.map(({ atMs, ...entry }) =>
      atMs ? { ...entry, ageMs: Math.max(0, Date.now() - atMs) } : entry,
    );
    //! end
    const content = { batchId: batch.id, metrics };
    const body = JSON.stringify(simple ? { apiKey, apiSecret, ...content } : content);
    if (last && !('keepalive' in Request.prototype)) {
      return { ...noAnswer, status: navigator.sendBeacon(endpoint, body) ? 202 : 0 };
    }
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), answerWithinMs);
    const headers: Record<string, string> = { 'Content-Type': 'text/plain' };
    //! if transport.headers
    if (!simple) {
      headers['Content-Type'] = 'application/json';
      headers['X-API-Key'] = apiKey;
      headers['X-API-Secret'] = apiSecret;
    }
    //! end
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        body,
        headers,
        keepalive: true,
        credentials: 'omit',
        signal: abort.signal,
      });
      return { status: response.status, retryAfterSeconds: secondsOf(response.headers.get('Retry-After')) };
    } catch {
      return noAnswer;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Retry-After is seconds or an HTTP date (RFC 9110, section 10.2.3). */
function secondsOf(retryAfter: string | null): number {
  if (!retryAfter) return 0;
  const seconds = Number(retryAfter);
  return Math.max(0, (Number.isNaN(seconds) ? (Date.parse(retryAfter) - Date.now()) / 1_000 : seconds) || 0);
}
