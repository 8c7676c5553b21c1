import { describe, expect, it } from 'vitest';
import * as errors from './errors.ts';

const kinds: [errors.AppError, number, string][] = [
  [new errors.ValidationError('d'), 400, 'validation_failed'],
  [new errors.UnauthenticatedError('d'), 401, 'unauthenticated'],
  [new errors.ForbiddenError('origin_not_allowed', 'd'), 403, 'origin_not_allowed'],
  [new errors.NotFoundError('d'), 404, 'not_found'],
  [new errors.MethodNotAllowedError('d', 'POST'), 405, 'method_not_allowed'],
  [new errors.ConflictError('email_taken', 'd'), 409, 'email_taken'],
  [new errors.PayloadTooLargeError('d'), 413, 'payload_too_large'],
  [new errors.UnsupportedMediaTypeError('d'), 415, 'unsupported_media_type'],
  [new errors.TooManyRequestsError('d', 9), 429, 'rate_limited'],
  [new errors.TooManyAttemptsError('d', 9), 429, 'rate_limited'],
  [new errors.UnavailableError('busy', 'd'), 503, 'busy'],
];

describe('the kinds of failure', () => {
  it.each(kinds)('%s is a %i', (error, status, code) => {
    expect(error).toMatchObject({ status, code, message: 'd', name: error.constructor.name });
    expect(error).toBeInstanceOf(errors.AppError);
  });

  it('say when to come back where that helps', () => {
    const waits = kinds.filter(([error]) => error.retryAfterSeconds !== undefined).map(([, status]) => status);
    expect(waits).toEqual([429, 429, 503]);
  });

  it('say which of them refuse credentials', () => {
    const refusing = kinds.filter(([error]) => error.refusesCredentials).map(([error]) => error.name);
    expect(refusing).toEqual(['UnauthenticatedError', 'ForbiddenError', 'TooManyAttemptsError']);
  });
});
