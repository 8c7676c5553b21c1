import { ConnectionAcquireTimeoutError, ConnectionError, DatabaseError, TimeoutError } from 'sequelize';
import {
  AppError,
  PayloadTooLargeError,
  RequestFaultError,
  UnavailableError,
  UnsupportedMediaTypeError,
  ValidationError,
} from '../errors.ts';

/**
 * Postgres codes of a server that is not there, is going away, is out of room or takes no writes now: classes 08, 53, 57 (with
 * cancelled statements), and 25006; 26000 and 42P05 come from a pooler that has begun to give each transaction another session.
 */
const databaseGone = /^(08|53|57|25006|26000|42P05)/;
const socketGone = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN)$/;

/** Turns what libraries throw into one of our kinds; undefined is a defect of ours, a 500. */
export function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof URIError)
    return new ValidationError('The path is not valid percent-encoding.', undefined, 'bad_path');
  if (isDatabaseUnavailable(error)) {
    return new UnavailableError(
      'database_unavailable',
      'The database does not answer right now; nothing was stored.',
      2,
      {
        cause: error,
      },
    );
  }
  return fromHttpLibrary(error);
}

/** True for failures that pass when Postgres is back; false for those that a repeat would meet again. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (
    error instanceof ConnectionError ||
    error instanceof ConnectionAcquireTimeoutError ||
    error instanceof TimeoutError
  )
    return true;
  const cause = error instanceof DatabaseError ? error.original : error;
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (code !== '') return databaseGone.test(code) || socketGone.test(code);
  return /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/.test(
    cause.message,
  );
}

/**
 * What body-parser, raw-body, zlib beneath them, and the server of static files throw. body-parser's own errors carry a `type`
 * (https://github.com/expressjs/body-parser#errors); what zlib finds in a body that is not in the encoding it claims carries a code of zlib's
 * and the status that body-parser gave it; the rest has a status (https://github.com/jshttp/http-errors).
 */
function fromHttpLibrary(error: unknown): AppError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const known = 'type' in error ? fromBodyParserType(error.type) : undefined;
  if (known) return known;
  const status = 'status' in error ? Number(error.status) : Number.NaN;
  if (!(status >= 400 && status < 500)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  return zlibCode.test(code) ? bodyBroken() : new RequestFaultError(status);
}

/** Of zlib (`Z_DATA_ERROR`, `Z_BUF_ERROR`) and of Brotli (`ERR__ERROR_FORMAT_PADDING_1` and others). */
const zlibCode = /^(Z_|ERR_(BROTLI|_ERROR))/;

function bodyBroken(): AppError {
  const detail = 'The body did not arrive whole, or is not in the encoding it claims.';
  return new ValidationError(detail, undefined, 'incomplete_body');
}

function fromBodyParserType(type: unknown): AppError | undefined {
  switch (type) {
    case 'entity.too.large':
      return new PayloadTooLargeError('The body is larger than this endpoint takes.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new UnsupportedMediaTypeError('The body must be UTF-8, plain or gzip.');
    case 'entity.parse.failed':
      return new ValidationError('The body is not valid JSON.', undefined, 'invalid_json');
    case 'request.aborted':
    case 'request.size.invalid':
    case 'entity.verify.failed':
    case 'stream.encoding.set':
      return bodyBroken();
    default:
      return undefined;
  }
}
