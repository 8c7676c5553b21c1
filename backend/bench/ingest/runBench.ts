import pg from 'pg';
import { createBenchAccount } from './account.ts';
import { pushChangedTenants } from './changedTenants.ts';
import { describeMachine, printThroughput } from './report.ts';
import {
  type BenchSize,
  compareSeriesCounts,
  createSeriesAtOnce,
  listStats,
  signInBeside,
  watchMemory,
} from './scenarios.ts';
import { type Contender, startBenchStack } from './stack.ts';
import { measureThroughput, type ThroughputRow } from './throughput.ts';

export const fullSize: BenchSize = {
  rounds: 5,
  warmUpRounds: 2,
  secondsPerRound: 2,
  newSeriesRequests: 500,
  memorySeconds: 120,
  tenants: 10_000,
  cycles: 5,
  metrics: 400,
};
export const smokeSize: BenchSize = {
  rounds: 1,
  warmUpRounds: 0,
  secondsPerRound: 1,
  newSeriesRequests: 20,
  memorySeconds: 2,
  tenants: 50,
  cycles: 1,
  metrics: 20,
};

const loads = [
  { connections: 64, samplesPerRequest: 20 },
  { connections: 256, samplesPerRequest: 20 },
  { connections: 64, samplesPerRequest: 1 },
  { connections: 64, samplesPerRequest: 100 },
];

/** Runs everything on servers of its own, prints as it goes, and gives back all figures. */
export async function runBench(size: BenchSize, options: { fromSource?: boolean } = {}) {
  const stack = await startBenchStack(options);
  try {
    const api = await stack.startApi('uvp');
    const account = await createBenchAccount(api.url);
    const contenders: Contender[] = [
      await stack.startServer('bare node:http', 'bare.ts'),
      await stack.startServer('Express, stores nothing', 'expressWithoutStorage.ts'),
      await stack.startServer('a transaction per request', 'transactionPerRequest.ts'),
      await stack.startServer('a PUT per request', 'putPerRequest.ts'),
      api,
    ];
    const plan = { base: 'Express, stores nothing', series: 1_000, account, ...size };
    const throughput: { connections: number; samplesPerRequest: number; rows: ThroughputRow[] }[] = [];
    for (const load of size === smokeSize ? loads.slice(0, 1) : loads) {
      const rows = await measureThroughput(stack, { ...plan, ...load, contenders });
      printThroughput(`${load.connections} connections, ${load.samplesPerRequest} samples a request`, rows);
      throughput.push({ ...load, rows });
    }
    for (const { service } of contenders) if (service !== api.service) await service.stop();

    const two = await stack.startApi('two processes', { WEB_CONCURRENCY: '2' });
    const pair = { ...plan, base: api.name, connections: 256, samplesPerRequest: 20, contenders: [api, two] };
    const processes = await measureThroughput(stack, pair);
    printThroughput('one process and two, 256 connections', processes);
    await two.service.stop();

    const seconds = size.secondsPerRound;
    const seriesCounts = print('live series', await compareSeriesCounts(stack, api, account, 2 * seconds));
    const newSeries = print('new series', await createSeriesAtOnce(stack, api, size.newSeriesRequests));
    const memory = print('memory', await watchMemory(stack, api, account, size.memorySeconds));
    const signIns = print('20 sign-ins', await signInBeside(stack, api, account, 2 * seconds));
    const stats = print('list of metrics', await listStats(api, size.metrics));
    const forwarding = print('changed tenants', await pushChangedTenants(stack, api, size));
    const machine = describeMachine(await postgresVersion(stack.postgres.url));
    return { machine, throughput, processes, seriesCounts, newSeries, memory, signIns, stats, forwarding };
  } finally {
    await stack.stop();
  }
}

function print<T>(title: string, figures: T): T {
  console.log(
    `\n${title}: ${JSON.stringify(figures, (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value))}`,
  );
  return figures;
}

async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
  await client.end();
  return rows[0]?.version ?? 'unknown';
}
