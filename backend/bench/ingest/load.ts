import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Tool } from '../../../scripts/provision/tool.ts';

/** What one run of the load generator sends. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly samplesPerRequest: number;
  /** Series that the samples are spread over. */
  readonly series: number;
  readonly apiKey: string;
  readonly apiSecret: string;
}

const resultShape = z.object({
  requests: z.number(),
  microseconds: z.number(),
  p50Us: z.number(),
  p99Us: z.number(),
  failedStatus: z.number(),
  failedSocket: z.number(),
});

/** What came back. Requests are those that were answered. */
export interface LoadResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const script = fileURLToPath(new URL('samples.lua', import.meta.url));

/**
 * Sends batches in a closed loop: every connection waits for its answer before it sends again.
 * @throws when an answer was not 2xx or a connection failed: a server that refuses quickly must not win
 */
export async function sendLoad(wrk: Tool, load: Load): Promise<LoadResult> {
  const args = ['-t1', `-c${load.connections}`, `-d${load.seconds}s`, '--timeout', '20s', '-s', script, load.url];
  const output = await runWrk(wrk, args, {
    BENCH_SAMPLES: String(load.samplesPerRequest),
    BENCH_SERIES: String(load.series),
    BENCH_KEY: load.apiKey,
    BENCH_SECRET: load.apiSecret,
    BENCH_RUN: randomBytes(6).toString('hex'),
  });
  const line = /^RESULT (.*)$/m.exec(output)?.[1];
  if (line === undefined) throw new Error(`the load generator printed no result:\n${output}`);
  const result = resultShape.parse(JSON.parse(line));
  if (result.failedStatus + result.failedSocket > 0) {
    throw new Error(
      `${result.failedStatus} answers were refusals and ${result.failedSocket} connections failed: ${load.url}`,
    );
  }
  return {
    requests: result.requests,
    requestsPerSecond: result.requests / (result.microseconds / 1e6),
    p50Ms: result.p50Us / 1000,
    p99Ms: result.p99Us / 1000,
  };
}

function runWrk(wrk: Tool, args: readonly string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(wrk.binary, args, { env: { ...process.env, ...wrk.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`wrk ended with exit code ${code}:\n${output}`)),
    );
  });
}
