import type { MetricDraft } from '../metric/metricDraft.ts';
import { makeSnippet, type Snippet } from './snippet.ts';

type Described = Pick<MetricDraft, 'metricName' | 'metricType' | 'labels'>;

/** A call that goes into bash as it is, but for the secret, which only its owner knows. */
export function curlExample(endpoint: string, apiKey: string, metric: Described): Snippet {
  const sample = { name: metric.metricName, value: exampleValue(metric), ...withLabels(metric) };
  const command = [
    `curl -sS ${endpoint} \\`,
    `  -H 'X-API-Key: ${apiKey}' \\`,
    `  -H "X-API-Secret: $UVP_API_SECRET" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${quoted(JSON.stringify({ metrics: [sample] }))}'`,
  ];
  return makeSnippet('Send a sample', 'bash', command.join('\n'));
}

/** All series of the key's owner, from Prometheus. */
export function queryExample(endpoint: string, apiKey: string): Snippet {
  const queryUrl = endpoint.replace(/\/metrics$/, '/prometheus/api/v1/query');
  const command = [
    `curl -sS -u "${apiKey}:$UVP_API_SECRET" \\`,
    `  ${queryUrl} --data-urlencode 'query={__name__=~".+"}'`,
  ];
  return makeSnippet('Ask for all series', 'bash', command.join('\n'));
}

/** Saves the platform's library where `libraryExample` looks for it. */
export function libraryDownload(scriptUrl: string): Snippet {
  return makeSnippet('Save the library', 'bash', `curl -sSo uvp.mjs '${scriptUrl}?format=module'`);
}

/** A module for Node: its top-level await needs one, so the library is imported and not required. */
export function libraryExample(scriptUrl: string, apiKey: string, metric: Described): Snippet {
  const publicUrl = scriptUrl.replace(/\/api\/v1\/client\/script\.js$/, '');
  const options = JSON.stringify({ type: metric.metricType, value: exampleValue(metric), ...withLabels(metric) });
  const program = [
    `import { init } from './uvp.mjs';`,
    '',
    'const client = init({',
    `  apiKey: '${apiKey}',`,
    '  apiSecret: process.env.UVP_API_SECRET,',
    `  endpoint: '${publicUrl}',`,
    '});',
    `client.track('${metric.metricName}', ${options});`,
    'await client.flush(); // true when nothing is left',
  ];
  return makeSnippet('Send from Node', 'js', program.join('\n'));
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
