import { countSamples } from './countSamples.ts';
import { createExpressStack } from './expressStack.ts';

/**
 * What tutorials show: every request is PUT to the Pushgateway as it comes. It forgets what it had pushed before, so its numbers are
 * wrong; only its speed is of interest here.
 */
interface Batch {
  metrics: { name: string; value: number; labels: Record<string, string> }[];
}

async function push(body: unknown): Promise<number> {
  const accepted = countSamples(body);
  const values = new Map<string, number>();
  for (const { name, value, labels } of (body as Batch).metrics) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    const series = `${name}{${pairs.join(',')}}`;
    values.set(series, (values.get(series) ?? 0) + value);
  }
  const lines = [...values].map(([series, value]) => `${series} ${value}\n`);
  const url = `${process.env.PUSHGATEWAY_URL}/metrics/job/bench`;
  const response = await fetch(url, { method: 'PUT', body: lines.join('') });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the Pushgateway answered ${response.status}`);
  return accepted;
}

createExpressStack(push).listen(Number(process.env.PORT), '127.0.0.1');
