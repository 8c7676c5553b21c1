import { ownAddress } from '../browser/address.ts';
import type { Presence } from '../browser/presence.ts';
import { ApiError, type FieldFault, isAbort, UnreachableError } from '../failure.ts';
import { fieldOf } from './request.ts';
import { type Shape, ShapeError } from './shape.ts';

export interface Call<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent urlencoded, as Prometheus takes it. */
  readonly form?: URLSearchParams;
  /** What a good answer holds; left out when it is empty. */
  readonly answer?: Shape<T>;
}

/** The management API, as the person who is signed in. */
export interface Api {
  /** @throws ApiError, UnreachableError; a DOMException named AbortError when the page was left. */
  call<T>(call: Call<T>): Promise<T>;
}

const TIMEOUT_MS = 20_000;
/** What the API says when the session has ended; a wrong password is another 401. */
const ENDED = ['invalid_token', 'unauthenticated'];

export interface ApiDeps {
  readonly presence: () => Presence;
  /** Called when the session has ended. Whether the person has signed in again: then the call is made once more. */
  readonly signInAgain?: () => Promise<boolean>;
  /** Ends every call that is under way. */
  readonly signal: AbortSignal;
}

export function createApi({ presence, signInAgain, signal }: ApiDeps): Api {
  async function send<T>({ method = 'GET', path, body, form }: Call<T>): Promise<unknown> {
    // The session is in a cookie, which counts beside this header only.
    const headers: Record<string, string> = { Accept: 'application/json', 'X-UVP-Session': presence() };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const { status, content } = await exchange(path, signal, {
      method,
      headers,
      cache: 'no-store',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(form && { body: form }),
    });
    if (status >= 400) throw problemOf(status, content);
    return content;
  }

  return {
    async call<T>(call: Call<T>): Promise<T> {
      const content = await send(call).catch(async (error: unknown) => {
        const hasEnded = error instanceof ApiError && error.status === 401 && ENDED.includes(error.code);
        if (!hasEnded || !signInAgain || !(await signInAgain())) throw error;
        return send(call);
      });
      return call.answer ? read(call.answer, content) : (undefined as T);
    },
  };
}

async function exchange(path: string, signal: AbortSignal, init: RequestInit) {
  let response: Response;
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    response = await fetch(ownAddress(`api/v1${path}`), { ...init, signal: bounded });
    const content = await response.text();
    return { status: response.status, content: content === '' ? undefined : (JSON.parse(content) as unknown) };
  } catch (error) {
    if (signal.aborted || isAbort(error)) throw new DOMException('The page was left.', 'AbortError');
    throw new UnreachableError(
      `${location.host} does not answer as it should. Nothing may have been changed; try again.`,
      {
        cause: error,
      },
    );
  }
}

function read<T>(shape: Shape<T>, content: unknown): T {
  try {
    return shape(content);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new UnreachableError(`This page is older or newer than the API (${error.message}). Reload it.`, {
      cause: error,
    });
  }
}

/** Problem details, or what Prometheus's API says in its own form. */
function problemOf(status: number, content: unknown): ApiError {
  const code = fieldOf(content, 'code') ?? fieldOf(content, 'errorType');
  const detail = fieldOf(content, 'detail') ?? fieldOf(content, 'error');
  const faults = fieldOf(content, 'errors');
  return new ApiError(
    status,
    typeof code === 'string' ? code : 'unknown',
    typeof detail === 'string' ? detail : `The API answered ${status}.`,
    Array.isArray(faults) ? faults.flatMap(faultOf) : [],
  );
}

function faultOf(value: unknown): FieldFault[] {
  const path = fieldOf(value, 'path');
  const message = fieldOf(value, 'message');
  return typeof path === 'string' && typeof message === 'string' ? [{ path, message }] : [];
}
