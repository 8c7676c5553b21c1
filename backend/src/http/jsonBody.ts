import express, { type RequestHandler } from 'express';
import { UnsupportedMediaTypeError } from '../errors.ts';

const maxBodyBytes = 100 * 1024;
const maxUnauthenticatedBytes = 4 * 1024;

/**
 * Reads a JSON body of up to 100 KiB, counted after inflation; stands behind authentication. A body of another type is a 415: a form cannot
 * reach the API, which is also what keeps cross-site forms out. No body at all becomes `{}`, so that validators report the fields that are missing.
 */
export function jsonBody(): RequestHandler[] {
  return readJson({ limit: maxBodyBytes });
}

/** The same for endpoints without authentication: 4 KiB, and not compressed, so that nobody can make us hold more than they have sent. */
export function unauthenticatedJsonBody(): RequestHandler[] {
  return readJson({ limit: maxUnauthenticatedBytes, inflate: false });
}

function readJson(options: { limit: number; inflate?: boolean }): RequestHandler[] {
  const requireJson: RequestHandler = (req, _res, next) => {
    const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
    if (hasBody && req.is('application/json') === false) {
      throw new UnsupportedMediaTypeError('Send the body as application/json.');
    }
    next();
  };
  const defaultBody: RequestHandler = (req, _res, next) => {
    req.body ??= {};
    next();
  };
  return [requireJson, express.json({ ...options, strict: true }), defaultBody];
}
