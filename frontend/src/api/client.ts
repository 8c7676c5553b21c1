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
/** What the API says when the token itself is at fault; a wrong password is another 401. */
const EXPIRED = ['invalid_token', 'unauthenticated'];

/**
 * @param deps.onExpired called when the API does not take the token any more; the call fails all the same
 * @param deps.signal ends every call that is under way
 */
export function createApi(deps: { token: () => string | undefined; onExpired: () => void; signal: AbortSignal }): Api {
  return {
    async call<T>({ method = 'GET', path, body, form, answer }: Call<T>): Promise<T> {
      const token = deps.token();
      const headers: Record<string, string> = { Accept: 'application/json' };
      if (token !== undefined) headers.Authorization = `Bearer ${token}`;
      if (body !== undefined) headers['Content-Type'] = 'application/json';
      const { status, content } = await exchange(path, deps.signal, {
        method,
        headers,
        cache: 'no-store',
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(form && { body: form }),
      });
      if (status >= 400) {
        const problem = problemOf(status, content);
        if (token !== undefined && EXPIRED.includes(problem.code)) deps.onExpired();
        throw problem;
      }
      return answer ? read(answer, content) : (undefined as T);
    },
  };
}

async function exchange(path: string, signal: AbortSignal, init: RequestInit) {
  let response: Response;
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    response = await fetch(`/api/v1${path}`, { ...init, signal: bounded });
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
