import { setFlagsFromString } from 'node:v8';

/**
 * Keeps objects of requests in the young generation. V8 watches where long-lived objects are made and begins to make them in the old
 * generation (allocation-site pretenuring). Requests that wait for a commit when it looks are taken for such objects; from then on every
 * request leaves garbage that only a full collection finds, with all that it points to. Measured with 256 connections: collections took
 * 24 instead of 6 µs of each request, and the process 320 instead of 205 MiB.
 *
 * To be called before anything else runs. The flag is V8's own and may go with a later version, which then says so at the start.
 */
export function keepRequestsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
