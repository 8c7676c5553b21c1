import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Facts about one request that both doors, Express and the plain handler, share. */
export interface RequestContext {
  /** The caller's X-Request-Id when it is harmless, else a new UUID; answered as X-Request-Id. */
  readonly id: string;
  /** Monotonic, milliseconds. */
  readonly startedAtMs: number;
}

const contexts = new WeakMap<IncomingMessage, RequestContext>();
const harmlessId = /^[A-Za-z0-9._-]{8,64}$/;

/** The context of a request, made at the first call. */
export function contextOf(req: IncomingMessage): RequestContext {
  const known = contexts.get(req);
  if (known) return known;
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && harmlessId.test(given) ? given : randomUUID();
  const context = { id, startedAtMs: performance.now() };
  contexts.set(req, context);
  return context;
}

export function announceRequestId(req: IncomingMessage, res: ServerResponse): void {
  res.setHeader('X-Request-Id', contextOf(req).id);
}
