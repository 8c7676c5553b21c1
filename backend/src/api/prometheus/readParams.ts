import type { Request } from 'express';
import { UnavailableError, UnsupportedMediaTypeError } from '../../errors.ts';
import type { ByteBudget } from '../../http/byteBudget.ts';
import { readBody } from '../../http/readBody.ts';

/** The longest query, percent-encoded and with room for others. */
const maxFormBytes = 512 * 1024;
/** As long as a URL can be. Such forms are kept without asking; how many may wait is limited per account. */
const shortFormBytes = 16 * 1024;

/**
 * Gives the parameters of a request in the Prometheus API to `use`: the URL's, and of a POST those of its form, which come first, so that
 * the form's `query` wins, as it does in Prometheus. They are only ever read by name; nothing is passed on as it came. A long form has its
 * part of the budget until `use` has ended.
 * @throws UnsupportedMediaTypeError for a body that is no urlencoded form: Prometheus would read multipart ones, too
 * @throws PayloadTooLargeError past 512 KiB
 * @throws UnavailableError when the budget for long forms is used up
 */
export async function withParams<T>(
  req: Request,
  longForms: ByteBudget,
  use: (params: URLSearchParams) => Promise<T>,
): Promise<T> {
  const mark = req.originalUrl.indexOf('?');
  const params = new URLSearchParams(mark === -1 ? '' : req.originalUrl.slice(mark + 1));
  const bytes = formBytes(req);
  if (bytes === 0) return use(params);
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new UnsupportedMediaTypeError('Send parameters in the URL or as application/x-www-form-urlencoded.');
  }
  const reservation = longForms.open();
  try {
    if (bytes > shortFormBytes && !reservation.take(bytes)) throw tooManyLongForms();
    const form = new URLSearchParams(await readBody(req, maxFormBytes));
    return await use(new URLSearchParams([...form, ...params]));
  } finally {
    reservation.close();
  }
}

/** How long the form may be: as long as it says, or as long as is allowed. */
function formBytes(req: Request): number {
  if (req.method !== 'POST') return 0;
  const isPlain = (req.headers['content-encoding'] ?? 'identity') === 'identity';
  if (req.headers['transfer-encoding'] !== undefined) return maxFormBytes;
  const length = Number(req.headers['content-length'] ?? 0);
  return length === 0 || isPlain ? Math.min(length, maxFormBytes) : maxFormBytes;
}

function tooManyLongForms(): UnavailableError {
  return new UnavailableError('overloaded', 'Too many long queries are under way; try again, or ask for less.', 2);
}
