import { randomUUID } from 'node:crypto';
import type { BenchAccount } from './account.ts';
import { cpuSeconds } from './processStats.ts';
import type { BenchStack, Contender } from './stack.ts';

/** What it costs to meet many label sets for the first time. */
export interface NewSeriesResult {
  readonly series: number;
  readonly requests: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly p99Ms: number;
  readonly serverCpuSeconds: number;
  readonly postgresCpuSeconds: number;
}

/** Sends `requests` at once, each with samples of label sets that nobody has sent before. @throws unless all are accepted */
export async function createManySeries(
  stack: BenchStack,
  { service, url }: Contender,
  account: BenchAccount,
  size: { requests: number; samplesPerRequest: number },
): Promise<NewSeriesResult> {
  const run = randomUUID().slice(0, 8);
  const serverBefore = cpuSeconds(service.pid);
  const postgresBefore = cpuSeconds(stack.postgres.pid);
  const startedAtMs = performance.now();
  const times = await Promise.all(
    Array.from({ length: size.requests }, (_, request) => sendNew(url, account, `${run}/${request}`, size)),
  );
  times.sort((a, b) => a - b);
  return {
    series: size.requests * size.samplesPerRequest,
    requests: size.requests,
    seconds: (performance.now() - startedAtMs) / 1000,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    serverCpuSeconds: cpuSeconds(service.pid) - serverBefore,
    postgresCpuSeconds: cpuSeconds(stack.postgres.pid) - postgresBefore,
  };
}

/** @returns milliseconds until the answer */
async function sendNew(
  url: string,
  { apiKey, apiSecret }: BenchAccount,
  path: string,
  { samplesPerRequest }: { samplesPerRequest: number },
): Promise<number> {
  const metrics = Array.from({ length: samplesPerRequest }, (_, sample) => ({
    name: 'bench_requests_total',
    labels: { path: `/new/${path}/${sample}`, device: 'desktop', country: 'DE', plan: 'free' },
  }));
  const startedAtMs = performance.now();
  const response = await fetch(`${url}/api/v1/metrics`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': apiKey, 'X-API-Secret': apiSecret },
    body: JSON.stringify({ batchId: randomUUID(), metrics }),
  });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`new series were answered ${response.status}: ${text}`);
  return performance.now() - startedAtMs;
}
