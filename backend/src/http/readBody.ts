import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import {
  PayloadTooLargeError,
  RequestTimeoutError,
  UnavailableError,
  UnsupportedMediaTypeError,
  ValidationError,
} from '../errors.ts';
import type { Reservation } from './byteBudget.ts';

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

/** Inflating takes a window and buffers of its own, whatever the body is: https://zlib.net/zlib_tech.html, "Memory Footprint". */
const inflaterBytes = 64 * 1024;

/**
 * `readBody` for a sender who may be anybody: what is held for it counts against a budget that all such requests share, and it must be
 * there in a few seconds. The caller closes the reservation when it knows who sends, or has given up.
 * @throws UnavailableError past the budget
 * @throws RequestTimeoutError when the body is not there in time
 */
export function readUnauthenticatedBody(
  req: IncomingMessage,
  limits: { readonly maxBytes: number; readonly withinMs: number; readonly reservation: Reservation },
): Promise<string> {
  const { maxBytes, withinMs, reservation } = limits;
  const isEncoded = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase() !== 'identity';
  if (isEncoded && !reservation.take(inflaterBytes)) return Promise.reject(budgetIsUsed());
  return new Promise((resolve, reject) => {
    const fail = collectBody(req, maxBytes, resolve, reject, (bytes) => reservation.take(bytes));
    const timer = setTimeout(() => fail(new RequestTimeoutError('The body did not arrive in time.')), withinMs);
    req.once('close', () => clearTimeout(timer));
    req.once('end', () => clearTimeout(timer));
  });
}

function budgetIsUsed(): UnavailableError {
  return new UnavailableError('overloaded', 'Too many requests are arriving from senders not known yet; try again.', 1);
}

/**
 * `readBody` without a promise: one of the two callbacks is called, once, and not before this returns unless it fails at once.
 * @param mayHold asked before a part of the body is kept; no means that there is no room for it
 * @returns a function that gives up with an error, unless all is over already
 */
export function collectBody(
  req: IncomingMessage,
  maxBytes: number,
  onBody: (text: string) => void,
  onFailure: (error: unknown) => void,
  mayHold: (bytes: number) => boolean = always,
): (error: unknown) => void {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) {
    onFailure(tooLarge(maxBytes));
    return never;
  }
  let source: Readable;
  try {
    source = inflated(req);
  } catch (error) {
    onFailure(error);
    return never;
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
    else if (!mayHold(chunk.length)) fail(budgetIsUsed());
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
  return fail;
}

const always = () => true;
const never = () => {};

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
