/** One fault at one place of the input; `path` is `body.labels`, `query.limit` and the like, `code` is there when faults have kinds. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
}

/**
 * A failure that the caller may see. `http/errorHandler.ts` answers it as RFC 9457 problem+json; `message` becomes `detail`,
 * so it never holds a secret, SQL or another tenant's data.
 */
export abstract class AppError extends Error {
  /** HTTP status. */
  abstract readonly status: number;
  /** Short summary that is the same for every occurrence of the kind. */
  abstract readonly title: string;
  /** Whether somebody's credentials were refused: the security log counts these. */
  readonly refusesCredentials: boolean = false;

  constructor(
    /** Machine-readable, snake_case, stable. */
    readonly code: string,
    detail: string,
    readonly errors?: readonly FieldError[],
    /** Answered as Retry-After. */
    readonly retryAfterSeconds?: number,
  ) {
    super(detail);
    this.name = new.target.name;
  }
}

/** 400: the input is malformed or breaks a rule; `errors` says where. */
export class ValidationError extends AppError {
  readonly status = 400;
  readonly title = 'The request is not valid';
  constructor(detail: string, errors?: readonly FieldError[], code = 'validation_failed') {
    super(code, detail, errors);
  }
}

/** 401: no credentials, or wrong ones. Always the same words, so that nothing can be probed. */
export class UnauthenticatedError extends AppError {
  readonly status = 401;
  readonly title = 'Authentication is required';
  override readonly refusesCredentials = true;
  constructor(
    detail: string,
    code = 'unauthenticated',
    /** Challenge of the WWW-Authenticate header. */
    readonly challenge = 'Bearer realm="uvp"',
  ) {
    super(code, detail);
  }
}

/** 403: not with these credentials, or not from this page. */
export class ForbiddenError extends AppError {
  readonly status = 403;
  readonly title = 'This is not allowed';
  override readonly refusesCredentials = true;
  constructor(code: string, detail: string) {
    super(code, detail);
  }
}

/** 404: missing, or another tenant's: the two look the same. */
export class NotFoundError extends AppError {
  readonly status = 404;
  readonly title = 'Not found';
  constructor(detail: string, code = 'not_found') {
    super(code, detail);
  }
}

/** 405: the path exists, not for this method. */
export class MethodNotAllowedError extends AppError {
  readonly status = 405;
  readonly title = 'Method not allowed';
  constructor(
    detail: string,
    /** Value of the Allow header. */
    readonly allow: string,
  ) {
    super('method_not_allowed', detail);
  }
}

/** 408: the request did not arrive in time. */
export class RequestTimeoutError extends AppError {
  readonly status = 408;
  readonly title = 'Request timeout';
  constructor(detail: string) {
    super('request_timeout', detail);
  }
}

/** 409: the state of the record forbids it. */
export class ConflictError extends AppError {
  readonly status = 409;
  readonly title = 'Conflict with the current state';
  constructor(code: string, detail: string, errors?: readonly FieldError[]) {
    super(code, detail, errors);
  }
}

/** 413: the body is larger than the limit, counted after inflation. */
export class PayloadTooLargeError extends AppError {
  readonly status = 413;
  readonly title = 'The request body is too large';
  constructor(detail: string) {
    super('payload_too_large', detail);
  }
}

/** 415: wrong Content-Type or Content-Encoding. */
export class UnsupportedMediaTypeError extends AppError {
  readonly status = 415;
  readonly title = 'Unsupported media type';
  constructor(detail: string) {
    super('unsupported_media_type', detail);
  }
}

/** A fault of the request that a library found, and that has no kind of its own here: a range past the end of a file, for instance. */
export class RequestFaultError extends AppError {
  readonly title = 'The request is not valid';
  constructor(
    /** 400 to 499. */
    readonly status: number,
  ) {
    super('bad_request', 'The request could not be read or carried out as it is.');
  }
}

/** 422: understood, but it could not be carried out; `message` says what about it. */
export class UnprocessableError extends AppError {
  readonly status = 422;
  readonly title = 'The request could not be carried out';
  constructor(code: string, detail: string) {
    super(code, detail);
  }
}

/** 429: a rate limit; come back after `retryAfterSeconds`. */
export class TooManyRequestsError extends AppError {
  readonly status = 429;
  readonly title = 'Too many requests';
  constructor(detail: string, retryAfterSeconds: number, code = 'rate_limited') {
    super(code, detail, undefined, retryAfterSeconds);
  }
}

/** 429: too many wrong credentials; those of this request were not looked at. */
export class TooManyAttemptsError extends TooManyRequestsError {
  override readonly refusesCredentials = true;
}

/** 503: temporary, nothing was stored; retry after `retryAfterSeconds` with the same batch id. */
export class UnavailableError extends AppError {
  readonly status = 503;
  readonly title = 'Temporarily unavailable';
  constructor(code: string, detail: string, retryAfterSeconds = 2, options?: { cause?: unknown }) {
    super(code, detail, undefined, retryAfterSeconds);
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}
