import type { BenchAccount } from './account.ts';
import { sendLoad } from './load.ts';
import { cpuSeconds } from './processStats.ts';
import type { BenchStack, Contender } from './stack.ts';
import { type Spread, spread } from './statistics.ts';

/** The figures of one server over all rounds. */
export interface ThroughputRow {
  readonly name: string;
  readonly requestsPerSecond: Spread;
  /** Requests a second divided by those of the base in the same round. */
  readonly ratio: Spread;
  readonly serverCpuUs: Spread;
  readonly postgresCpuUs: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
}

export interface ThroughputPlan {
  readonly contenders: readonly Contender[];
  /** Name of the contender that the others are divided by. */
  readonly base: string;
  readonly connections: number;
  readonly samplesPerRequest: number;
  readonly series: number;
  readonly rounds: number;
  /** Rounds before those that count: code gets fast as it runs. */
  readonly warmUpRounds: number;
  readonly secondsPerRound: number;
  readonly account: BenchAccount;
}

interface Measurement {
  requestsPerSecond: number;
  ratio: number;
  serverCpuUs: number;
  postgresCpuUs: number;
  p50Ms: number;
  p99Ms: number;
}

/** Runs every server once a round, one after another, so that all of them meet the same noise. */
export async function measureThroughput(stack: BenchStack, plan: ThroughputPlan): Promise<ThroughputRow[]> {
  const measured = new Map<string, Measurement[]>(plan.contenders.map(({ name }) => [name, []]));
  for (let round = 1 - plan.warmUpRounds; round <= plan.rounds; round += 1) {
    const results = new Map<string, Measurement>();
    for (const contender of plan.contenders) results.set(contender.name, await measureOnce(stack, contender, plan));
    if (round <= 0) continue;
    const base = results.get(plan.base)?.requestsPerSecond ?? Number.NaN;
    for (const [name, result] of results) {
      measured.get(name)?.push({ ...result, ratio: result.requestsPerSecond / base });
    }
  }
  return [...measured].map(([name, all]) => {
    const of = (figure: keyof Measurement) => spread(all.map((one) => one[figure]));
    return {
      name,
      requestsPerSecond: of('requestsPerSecond'),
      ratio: of('ratio'),
      serverCpuUs: of('serverCpuUs'),
      postgresCpuUs: of('postgresCpuUs'),
      p50Ms: of('p50Ms'),
      p99Ms: of('p99Ms'),
    };
  });
}

async function measureOnce(stack: BenchStack, { service, url }: Contender, plan: ThroughputPlan): Promise<Measurement> {
  const serverBefore = cpuSeconds(service.pid);
  const postgresBefore = cpuSeconds(stack.postgres.pid);
  const result = await sendLoad(stack.wrk, {
    url,
    connections: plan.connections,
    seconds: plan.secondsPerRound,
    samplesPerRequest: plan.samplesPerRequest,
    series: plan.series,
    apiKey: plan.account.apiKey,
    apiSecret: plan.account.apiSecret,
  });
  const perRequest = (seconds: number) => (seconds / result.requests) * 1e6;
  return {
    requestsPerSecond: result.requestsPerSecond,
    ratio: 1,
    serverCpuUs: perRequest(cpuSeconds(service.pid) - serverBefore),
    postgresCpuUs: perRequest(cpuSeconds(stack.postgres.pid) - postgresBefore),
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
  };
}
