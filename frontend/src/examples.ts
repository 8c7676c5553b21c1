import type { MetricDraft } from './metricDraft.ts';

type Described = Pick<MetricDraft, 'metricName' | 'metricType' | 'labels'>;

/** A call that goes into bash as it is, but for the secret, which only its owner knows. */
export function curlExample(endpoint: string, apiKey: string, metric: Described): string {
  const sample = { name: metric.metricName, value: exampleValue(metric), ...withLabels(metric) };
  return [
    `curl -sS ${endpoint} \\`,
    `  -H 'X-API-Key: ${apiKey}' \\`,
    `  -H "X-API-Secret: $UVP_API_SECRET" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${quoted(JSON.stringify({ metrics: [sample] }))}'`,
  ].join('\n');
}

/** For Node and bundlers: the platform's library, saved as a file. */
export function libraryExample(scriptUrl: string, apiKey: string, metric: Described): string {
  const origin = new URL(scriptUrl).origin;
  const options = JSON.stringify({ type: metric.metricType, value: exampleValue(metric), ...withLabels(metric) });
  return [
    `// once: curl -o uvp.cjs '${scriptUrl}'`,
    `const uvp = require('./uvp.cjs');`,
    '',
    'const client = uvp.init({',
    `  apiKey: '${apiKey}',`,
    '  apiSecret: process.env.UVP_API_SECRET,',
    `  endpoint: '${origin}',`,
    '});',
    `client.track('${metric.metricName}', ${options});`,
    'await client.flush(); // true when nothing is left',
  ].join('\n');
}

/** What servers read at their start. */
export function dotEnv(endpoint: string, key: { apiKey: string; apiSecret: string }): string {
  return `UVP_ENDPOINT=${endpoint}\nUVP_API_KEY=${key.apiKey}\nUVP_API_SECRET=${key.apiSecret}\n`;
}

function exampleValue({ metricType }: Described): number {
  return { counter: 1, gauge: 42, histogram: 0.35, summary: 0.35 }[metricType];
}

function withLabels({ labels }: Described): { labels?: Record<string, string> } {
  const entries = Object.entries(labels).map(([name, value]) => [name, value.startsWith('$') ? sample(value) : value]);
  return entries.length === 0 ? {} : { labels: Object.fromEntries(entries) };
}

const sample = (source: string) => ({ $path: '/pricing', $device: 'desktop', $vital: 'LCP' })[source] ?? '';

/** For inside single quotes of a shell. */
const quoted = (text: string) => text.replaceAll("'", "'\\''");
