import { ownAddress } from '../browser/address.ts';
import { UnreachableError } from '../failure.ts';

const TIMEOUT_MS = 8_000;

/**
 * The JSON body of a public GET of a path below this page, whatever its status: a 503 of the health endpoint has a body worth showing.
 * @throws UnreachableError; a DOMException named AbortError when the page was left
 */
export async function getJson(path: string, signal: AbortSignal): Promise<{ ok: boolean; body: unknown }> {
  let response: Response;
  try {
    response = await fetch(ownAddress(path), {
      headers: { Accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch (cause) {
    if (signal.aborted) throw new DOMException('The page was left.', 'AbortError');
    throw new UnreachableError(`No answer from ${location.origin}.`, { cause });
  }
  try {
    return { ok: response.ok, body: await response.json() };
  } catch (cause) {
    throw new UnreachableError(`${location.origin} answered ${response.status}, but not with JSON.`, { cause });
  }
}

/** A field of something that came from outside. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
