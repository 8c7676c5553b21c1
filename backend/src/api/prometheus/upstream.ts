import { UnavailableError, UnprocessableError, ValidationError } from '../../errors.ts';
import type { Plan } from './plans.ts';

/**
 * Asks Prometheus; the body of its 200 answer, JSON, as it comes. Throws AppError kinds, or the signal's reason once that has aborted. For
 * a plan that outlives its caller it waits until Prometheus begins to answer; an abort after that ends the body.
 */
export type AskPrometheus = (plan: Plan, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

/** How long the end of work is waited for that nobody wants any more; the limits keep it below a second on a quiet computer. */
const maxOutliveMs = 10_000;
const maxErrorBytes = 16_384;
const maxMessageLength = 300;

/** Faults of a query, in the engine's words. Others come from its storage, and may name files and addresses of ours. */
const aboutTheQuery =
  /^(found duplicate series for the match group|multiple matches for labels|many-to-many|vector cannot contain metrics with the same labelset|query processing would load too many samples|invalid (destination )?label name|invalid source label name|invalid regular expression|invalid quantile|label_replace|label_join|parse error|time parameter value|Scalar value|Ratio value)/i;

/**
 * @param prometheusUrl undefined answers every question with 503
 * @returns a function that sends nothing of the caller's but the plan, and follows no redirect
 */
export function createAskPrometheus(prometheusUrl: string | undefined): AskPrometheus {
  return async ({ method, path, form, outlivesCaller = false }, signal) => {
    if (prometheusUrl === undefined) {
      throw new UnavailableError(
        'prometheus_absent',
        'There is no Prometheus here (PROMETHEUS_URL is not set), so there is nothing to query. Samples are stored all the same.',
        60,
      );
    }
    const request = new AbortController();
    const abortOverdue = () => request.abort(tookTooLong());
    const timer = outlivesCaller ? setTimeout(abortOverdue, maxOutliveMs) : undefined;
    if (!outlivesCaller) endWith(signal, request);
    const url = `${prometheusUrl}/api/v1/${path}${method === 'GET' && form.size > 0 ? `?${form}` : ''}`;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { Accept: 'application/json', 'Accept-Encoding': 'identity' },
      ...(method === 'POST' && { body: form }),
      signal: request.signal,
    })
      .catch((error: unknown) => {
        signal.throwIfAborted();
        request.signal.throwIfAborted();
        throw down(error);
      })
      .finally(() => clearTimeout(timer));
    // Prometheus writes when its work is done, so what is left is the reading.
    if (outlivesCaller) endWith(signal, request);
    signal.throwIfAborted();
    if (response.status === 200 && response.body && isJson(response)) return response.body;
    throw await failureOf(response);
  };
}

function endWith(signal: AbortSignal, request: AbortController): void {
  const end = () => request.abort(signal.reason);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}

async function failureOf(response: Response): Promise<Error> {
  const { type, message } = await readFailure(response);
  if (type === 'bad_data') return new ValidationError(message || 'bad query', undefined, 'bad_data');
  if (type === 'execution') {
    return new UnprocessableError('query_failed', aboutTheQuery.test(message) ? message : 'The query failed.');
  }
  if (type === 'timeout' || type === 'canceled') return tookTooLong();
  return down(new Error(`Prometheus answered ${response.status} ${type}`));
}

/** Only what is in Prometheus's own form counts; a proxy's error page has no type. */
async function readFailure(response: Response): Promise<{ type: string; message: string }> {
  const none = { type: '', message: '' };
  if (!isJson(response) || !response.body) {
    await response.body?.cancel();
    return none;
  }
  try {
    const body: unknown = JSON.parse(await readUpTo(response.body, maxErrorBytes));
    const type: unknown = body && Reflect.get(Object(body), 'errorType');
    const error: unknown = body && Reflect.get(Object(body), 'error');
    return { type: typeof type === 'string' ? type : '', message: typeof error === 'string' ? readable(error) : '' };
  } catch {
    return none;
  }
}

/** Without the position, which is one in the text that we sent, not in the author's. */
function readable(message: string): string {
  return message.replace(/\b\d+:\d+: /g, '').slice(0, maxMessageLength);
}

async function readUpTo(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isJson(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').startsWith('application/json');
}

function tookTooLong(): UnavailableError {
  return new UnavailableError('query_timeout', 'The query took too long; ask for less.', 5);
}

function down(cause: unknown): UnavailableError {
  return new UnavailableError(
    'prometheus_unavailable',
    'Prometheus does not answer right now; samples are stored, graphs wait.',
    5,
    { cause },
  );
}
