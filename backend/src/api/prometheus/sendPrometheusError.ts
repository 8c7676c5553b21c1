import type { AppError } from '../../errors.ts';
import { MethodNotAllowedError, UnauthenticatedError } from '../../errors.ts';
import type { SendFailure } from '../../http/errorHandler.ts';

const typesByCode: Readonly<Record<string, string>> = { query_failed: 'execution', query_timeout: 'timeout' };
const typesByStatus: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  429: 'too_many_requests',
  503: 'unavailable',
};

/**
 * A failure in the form of Prometheus's HTTP API, which is what its clients read:
 * https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 */
export const sendPrometheusError: SendFailure = (req, res, error) => {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  if (error?.retryAfterSeconds !== undefined)
    res.setHeader('Retry-After', Math.max(1, Math.ceil(error.retryAfterSeconds)));
  if (error instanceof UnauthenticatedError) res.setHeader('WWW-Authenticate', error.challenge);
  if (error instanceof MethodNotAllowedError) res.setHeader('Allow', error.allow);
  // What is left of a body that was refused is not read: the connection cannot be used again.
  if (!req.complete) res.setHeader('Connection', 'close');
  res.statusCode = error?.status ?? 500;
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  const body = {
    status: 'error',
    errorType: errorType(error),
    error: error?.message ?? 'The failure has been logged under the request id.',
  };
  res.end(req.method === 'HEAD' ? undefined : JSON.stringify(body));
};

function errorType(error: AppError | undefined): string {
  if (!error) return 'internal';
  return typesByCode[error.code] ?? typesByStatus[error.status] ?? 'bad_data';
}
