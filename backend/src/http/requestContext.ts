import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Facts about one request, the same for Express and for the handler of samples. */
export interface RequestContext {
  /** The caller's X-Request-Id when it is harmless, else a new UUID; answered as X-Request-Id. */
  readonly id: string;
  /** Monotonic, milliseconds. */
  readonly startedAtMs: number;
}

const contexts = new WeakMap<IncomingMessage, RequestContext>();
const harmlessId = /^[A-Za-z0-9._-]{8,64}$/;

/** The context of a request, made at the first call. */
export function requestContextOf(req: IncomingMessage): RequestContext {
  const known = contexts.get(req);
  if (known) return known;
  const context = createRequestContext(req);
  contexts.set(req, context);
  return context;
}

/**
 * A new context, for a handler that passes it on by itself: an entry in the WeakMap costs two microseconds. `requestContextOf` knows it
 * only after `keepRequestContext`.
 */
export function createRequestContext(req: IncomingMessage): RequestContext {
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && harmlessId.test(given) ? given : randomUUID();
  return { id, startedAtMs: performance.now() };
}

/** Makes a context the one that `requestContextOf` gives from now on. */
export function keepRequestContext(req: IncomingMessage, context: RequestContext): void {
  contexts.set(req, context);
}

export function announceRequestId(req: IncomingMessage, res: ServerResponse): void {
  res.setHeader('X-Request-Id', requestContextOf(req).id);
}
