import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppError, MethodNotAllowedError, UnauthenticatedError } from '../errors.ts';
import { requestContextOf } from './requestContext.ts';

/** What the caller sees of a failure: an AppError, or `internal_error` and no more. */
export function sendProblem(req: IncomingMessage, res: ServerResponse, error: AppError | undefined): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const status = error?.status ?? 500;
  const code = error?.code ?? 'internal_error';
  const body = {
    type: `urn:uvp:problem:${code}`,
    title: error?.title ?? 'Something went wrong on our side',
    status,
    detail: error?.message ?? 'The failure has been logged under the request id.',
    code,
    requestId: requestContextOf(req).id,
    ...(error?.errors && { errors: error.errors }),
  };
  if (error?.retryAfterSeconds !== undefined)
    res.setHeader('Retry-After', Math.max(1, Math.ceil(error.retryAfterSeconds)));
  if (error instanceof UnauthenticatedError) res.setHeader('WWW-Authenticate', error.challenge);
  if (error instanceof MethodNotAllowedError) res.setHeader('Allow', error.allow);
  res.setHeader('Cache-Control', 'no-store');
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  res.end(req.method === 'HEAD' ? undefined : JSON.stringify(body));
}
