import type { Request } from 'express';
import { UnsupportedMediaTypeError } from '../../errors.ts';
import { readBody } from '../../http/readBody.ts';

/** The longest query, percent-encoded and with room for others. */
const maxFormBytes = 512 * 1024;

/**
 * The parameters of a request in the Prometheus API: the URL's, and of a POST those of its form, which come first, so that the form's
 * `query` wins, as it does in Prometheus. They are only ever read by name; nothing is passed on as it came.
 * @throws UnsupportedMediaTypeError for a body that is no urlencoded form: Prometheus would read multipart ones, too
 * @throws PayloadTooLargeError past 512 KiB
 */
export async function readParams(req: Request): Promise<URLSearchParams> {
  const mark = req.originalUrl.indexOf('?');
  const params = new URLSearchParams(mark === -1 ? '' : req.originalUrl.slice(mark + 1));
  if (req.method !== 'POST') return params;
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return params;
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new UnsupportedMediaTypeError('Send parameters in the URL or as application/x-www-form-urlencoded.');
  }
  const form = new URLSearchParams(await readBody(req, maxFormBytes));
  return new URLSearchParams([...form, ...params]);
}
