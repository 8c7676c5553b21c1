import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { PayloadTooLargeError, UnsupportedMediaTypeError, ValidationError } from '../errors.ts';

/**
 * The body as text, inflated when Content-Encoding says so. The limit counts inflated bytes as they come, so neither a small bomb nor
 * a wrong Content-Length gets past it. On an error the rest of the body is left unread, and the connection open.
 * @throws PayloadTooLargeError past `maxBytes`
 * @throws UnsupportedMediaTypeError for an encoding other than gzip, deflate, br
 * @throws ValidationError for a body that breaks off, is not what its encoding says, or is not UTF-8
 */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    collectBody(req, maxBytes, resolve, reject);
  });
}

/** `readBody` without a promise: one of the two callbacks is called, once, and not before this returns unless it fails at once. */
export function collectBody(
  req: IncomingMessage,
  maxBytes: number,
  onBody: (text: string) => void,
  onFailure: (error: unknown) => void,
): void {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) {
    onFailure(tooLarge(maxBytes));
    return;
  }
  let source: Readable;
  try {
    source = inflated(req);
  } catch (error) {
    onFailure(error);
    return;
  }
  let chunks: Buffer[] = [];
  let bytes = 0;
  let isOver = false;

  function finish(): boolean {
    if (isOver) return false;
    isOver = true;
    source.off('data', onData).off('end', onEnd).off('close', onBreak);
    return true;
  }

  function fail(error: unknown): void {
    if (!finish()) return;
    chunks = [];
    req.pause();
    if (source !== req) {
      req.unpipe();
      source.destroy();
    }
    onFailure(error);
  }

  function onData(chunk: Buffer): void {
    bytes += chunk.length;
    if (bytes > maxBytes) fail(tooLarge(maxBytes));
    else chunks.push(chunk);
  }

  function onEnd(): void {
    if (!finish()) return;
    const body = chunks.length === 1 ? (chunks[0] ?? emptyBody) : Buffer.concat(chunks, bytes);
    // The listener that stays keeps this function's variables alive for as long as the request lives.
    chunks = [];
    if (isUtf8(body)) onBody(withoutByteOrderMark(body.toString('utf8')));
    else onFailure(new ValidationError('The body is not valid UTF-8.', undefined, 'invalid_json'));
  }

  function onBreak(): void {
    fail(
      new ValidationError(
        'The body did not arrive whole, or is not in the encoding it claims.',
        undefined,
        'incomplete_body',
      ),
    );
  }

  // Errors stay heard after the end: a connection that breaks later has nothing more to tell.
  source.on('error', onBreak);
  source.on('data', onData).on('end', onEnd).on('close', onBreak);
}

const emptyBody = Buffer.alloc(0);

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

const discardWithinMs = 1_000;
const maxDiscardedBytes = 8 * 1024 * 1024;

/**
 * Reads what is left of a body that will not be used, for a second and 8 MiB at most. Many senders look for the answer only when they
 * have sent everything, and a connection that is closed over unread data takes the answer with it (RFC 9112, section 9.6).
 * @returns whether that was all of it, so that the connection can be used again
 */
export async function discardBody(req: IncomingMessage): Promise<boolean> {
  if (req.complete || req.destroyed) return req.complete;
  return new Promise<boolean>((resolve) => {
    let bytes = 0;
    const end = () => {
      clearTimeout(timer);
      req.off('data', onData).off('end', end).off('close', end).pause();
      resolve(req.complete);
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxDiscardedBytes) end();
    };
    const timer = setTimeout(end, discardWithinMs);
    // A connection that breaks now has nothing more to tell us.
    req.on('error', () => {});
    req.on('data', onData).on('end', end).on('close', end).resume();
  });
}

function inflated(req: IncomingMessage): Readable {
  const encoding = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return req;
  const inflate = createInflater(encoding);
  req.on('error', (error) => inflate.destroy(error));
  req.on('aborted', () => inflate.destroy(new Error('aborted')));
  return req.pipe(inflate);
}

function createInflater(encoding: string) {
  switch (encoding) {
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new UnsupportedMediaTypeError('Content-Encoding must be gzip, deflate, br or absent.');
  }
}

function tooLarge(maxBytes: number): PayloadTooLargeError {
  return new PayloadTooLargeError(
    `The body is larger than ${Math.floor(maxBytes / 1024)} KiB, counted after inflation.`,
  );
}
