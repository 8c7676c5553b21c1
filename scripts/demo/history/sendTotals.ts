import type { DemoAccount } from '../demoAccount.ts';
import { request } from '../request.ts';
import type { PastSeries } from './pastSeries.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | number[];
}

/** Limits of one request with the secret of a key. */
const VALUES_PER_REQUEST = 20_000;
const VALUES_PER_SAMPLE = 1_000;
const REQUESTS_AT_A_TIME = 4;

/** Sends what was added to the series, so that Postgres has the totals that they end with. */
export async function sendTotals(apiUrl: string, account: DemoAccount, all: readonly PastSeries[]): Promise<void> {
  const batches: Sample[][] = [[]];
  let room = VALUES_PER_REQUEST;
  for (const sample of all.flatMap(samplesOf)) {
    const size = Array.isArray(sample.value) ? sample.value.length : 1;
    if (size > room) {
      batches.push([]);
      room = VALUES_PER_REQUEST;
    }
    batches.at(-1)?.push(sample);
    room -= size;
  }
  const queue = batches.filter((batch) => batch.length > 0);
  const work = async () => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) await send(apiUrl, account, batch);
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_A_TIME }, work));
}

function samplesOf({ metric, labels, additions }: PastSeries): Sample[] {
  const sample = { name: metric.metricName, labels };
  if (metric.metricType === 'counter' || metric.metricType === 'gauge') {
    if (additions.length === 0) return [];
    return [{ ...sample, value: additions.reduce((sum, { value }) => sum + value, 0) }];
  }
  const samples: Sample[] = [];
  for (let from = 0; from < additions.length; from += VALUES_PER_SAMPLE) {
    samples.push({ ...sample, value: additions.slice(from, from + VALUES_PER_SAMPLE).map(({ value }) => value) });
  }
  return samples;
}

async function send(apiUrl: string, { apiKey, apiSecret }: DemoAccount, metrics: readonly Sample[]): Promise<void> {
  const headers = { 'X-API-Key': apiKey, 'X-API-Secret': apiSecret };
  const answer = await request<{ rejected: unknown[] }>(apiUrl, 'POST', '/metrics', { headers, body: { metrics } });
  if (answer.rejected.length > 0)
    throw new Error(`samples of the history were refused: ${JSON.stringify(answer.rejected)}`);
}
