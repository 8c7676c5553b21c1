import { type BenchAccount, callApi, createBenchAccount } from './account.ts';
import { sendLoad } from './load.ts';
import { createManySeries } from './newSeries.ts';
import { cpuSeconds, residentMiB } from './processStats.ts';
import type { BenchStack, Contender } from './stack.ts';

/** Lengths of the runs; the short ones are for the smoke test. */
export interface BenchSize {
  readonly rounds: number;
  /** Rounds before those that count. */
  readonly warmUpRounds: number;
  readonly secondsPerRound: number;
  readonly newSeriesRequests: number;
  readonly memorySeconds: number;
  readonly tenants: number;
  /** Cycles of two seconds in which changed tenants are pushed. */
  readonly cycles: number;
  readonly metrics: number;
}

const load = (account: BenchAccount, url: string, seconds: number, series = 1_000) => ({
  url,
  connections: 64,
  seconds,
  samplesPerRequest: 20,
  series,
  apiKey: account.apiKey,
  apiSecret: account.apiSecret,
});

/** CPU of the server and of Postgres for a request, in µs, with few and with many live series. */
export async function compareSeriesCounts(stack: BenchStack, api: Contender, account: BenchAccount, seconds: number) {
  const measure = async (series: number) => {
    // Makes the series, and warms up.
    await sendLoad(stack.wrk, load(account, api.url, seconds, series));
    const before = [cpuSeconds(api.service.pid), cpuSeconds(stack.postgres.pid)];
    const { requests } = await sendLoad(stack.wrk, load(account, api.url, seconds, series));
    const after = [cpuSeconds(api.service.pid), cpuSeconds(stack.postgres.pid)];
    const [serverCpuUs = 0, postgresCpuUs = 0] = after.map((one, i) => ((one - (before[i] ?? 0)) / requests) * 1e6);
    return { series, serverCpuUs, postgresCpuUs };
  };
  const few = await measure(10);
  const many = await measure(10_000);
  const sum = ({ serverCpuUs, postgresCpuUs }: typeof few) => serverCpuUs + postgresCpuUs;
  return { few, many, ratio: sum(many) / sum(few) };
}

/** Label sets that nobody has met before, sent by many requests at once; then the same number again, beside those that exist. */
export async function createSeriesAtOnce(stack: BenchStack, api: Contender, requests: number) {
  const account = await createBenchAccount(api.url);
  const size = { requests, samplesPerRequest: 20 };
  const first = await createManySeries(stack, api, account, size);
  const part = { ...size, requests: Math.ceil(requests / 5) };
  return { first, beside: await createManySeries(stack, api, account, part) };
}

/** Resident memory at rest and under load, in MiB: in the middle and at the end, to see whether it grows. */
export async function watchMemory(stack: BenchStack, api: Contender, account: BenchAccount, seconds: number) {
  const restMiB = residentMiB(api.service.pid);
  const half = Math.max(1, Math.floor(seconds / 2));
  await sendLoad(stack.wrk, load(account, api.url, half, 10_000));
  const halfwayMiB = residentMiB(api.service.pid);
  await sendLoad(stack.wrk, load(account, api.url, half, 10_000));
  return { restMiB, halfwayMiB, endMiB: residentMiB(api.service.pid), seconds: 2 * half };
}

/** The 99th percentile of acknowledgements, in ms, without and with 20 sign-ins at the same time. */
export async function signInBeside(stack: BenchStack, api: Contender, account: BenchAccount, seconds: number) {
  const light = { ...load(account, api.url, seconds), connections: 8 };
  const alone = await sendLoad(stack.wrk, light);
  const beside = sendLoad(stack.wrk, light);
  const body = { email: account.email, password: account.password };
  const signIns = await Promise.all(
    Array.from({ length: 20 }, () =>
      callApi(api.url, 'POST', '/auth/signin', body).then(
        () => 'accepted',
        () => 'refused',
      ),
    ),
  );
  return {
    aloneP99Ms: alone.p99Ms,
    besideP99Ms: (await beside).p99Ms,
    accepted: signIns.filter((one) => one === 'accepted').length,
  };
}

/** The numbers of every metric of an account, as the list of metrics asks for them. */
export async function listStats(api: Contender, metrics: number) {
  const account = await createBenchAccount(api.url);
  for (let n = 1; n < metrics; n += 1) {
    const body = { name: `Metric ${n}`, metricName: `bench_metric_${n}`, metricType: 'counter', labels: { page: '' } };
    await callApi(api.url, 'POST', '/metric-configs', body, account.token);
  }
  const headers = {
    'Content-Type': 'application/json',
    'X-API-Key': account.apiKey,
    'X-API-Secret': account.apiSecret,
  };
  for (let n = 1; n < metrics; n += 50) {
    const samples = Array.from({ length: Math.min(50, metrics - n) }, (_, i) =>
      Array.from({ length: 10 }, (_, page) => ({ name: `bench_metric_${n + i}`, labels: { page: String(page) } })),
    );
    const body = JSON.stringify({ metrics: samples.flat() });
    const answer = await fetch(`${api.url}/api/v1/metrics`, { method: 'POST', headers, body });
    if (answer.status !== 202) throw new Error(`samples were answered ${answer.status}: ${await answer.text()}`);
  }
  const timesMs: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const startedAtMs = performance.now();
    const { stats } = await callApi<{ stats: unknown[] }>(
      api.url,
      'GET',
      '/metric-configs/stats?limit=500',
      undefined,
      account.token,
    );
    timesMs.push(performance.now() - startedAtMs);
    if (stats.length !== metrics) throw new Error(`${stats.length} of ${metrics} metrics were listed`);
  }
  return { metrics, series: (metrics - 1) * 10, requests: 1, slowestMs: Math.max(...timesMs) };
}
