import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { Response } from 'express';
import type { RunningQuery } from './prometheus.service.ts';

/**
 * Sends a query's answer as it comes, and ends the query when it is sent or the caller has gone. An answer past `maxBytes` is broken
 * off: by then its beginning has been sent, and the connection that ends early is how the caller learns of it.
 */
export async function pipeAnswer(query: RunningQuery, res: Response, maxBytes: number): Promise<void> {
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > maxBytes ? new Error('the answer is too large') : null, chunk);
    },
  });
  try {
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.setHeader('Cache-Control', 'no-store');
    await pipeline(Readable.fromWeb(query.body as WebStream<Uint8Array>), count, res);
  } catch {
    res.destroy();
  } finally {
    query.end();
  }
}
