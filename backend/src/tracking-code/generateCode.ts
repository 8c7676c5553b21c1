import { toAttribute, toComment, toScriptJson } from './escape.ts';
import { featuresOf } from './features.ts';
import type { ScriptSettings } from './scriptSettings.ts';
import { pageParts, trackerVersion } from './templates.generated.ts';
import { countedEvents, type TrackedMetric, type Transport } from './trackedMetric.ts';

/** Whose script it is and how it sends. */
export interface CodeRequest {
  readonly metric: TrackedMetric;
  /** Public key id. */
  readonly apiKey: string;
  /** Browser token for this metric; never a secret. */
  readonly browserToken: string;
  /** Where browsers reach the collector, from the configuration and never from a request; no slash at the end. */
  readonly publicUrl: string;
  readonly transport: Transport;
}

export interface GeneratedCode {
  /** JavaScript, ES2018, ASCII but for letters in its comment; safe inside `<script>` and as a file. The same request gives the same code. */
  readonly code: string;
  /** HTML: loads the script from the collector, so that it follows later changes of the configuration. */
  readonly scriptTag: string;
  /** HTML: the code itself, for pages that load nothing from elsewhere. */
  readonly snippet: string;
  /** Of `code`, as UTF-8. */
  readonly sizeBytes: number;
}

const settingsPlace = '__UVP_SETTINGS__';

/** The tracking code of one metric: only the pieces of the runtime that it uses, with its settings inside. */
export function generateCode(request: CodeRequest): GeneratedCode {
  const code = `${headerOf(request.metric)}\n${bodyOf(request)}\n`;
  return {
    code,
    scriptTag: scriptTagOf(request),
    snippet: `<script>\n${code}</script>`,
    sizeBytes: Buffer.byteLength(code),
  };
}

function bodyOf({ metric, apiKey, browserToken, publicUrl, transport }: CodeRequest): string {
  const features = featuresOf(metric, transport);
  const runtime = pageParts
    .filter(([needs]) => needs.every((group) => group.some((feature) => features.has(feature))))
    .map(([, code]) => code)
    .join('');
  const settings: ScriptSettings = {
    id: metric.id,
    endpoint: `${publicUrl}/api/v1/metrics`,
    apiKey,
    apiSecret: browserToken,
    metric: metric.metricName,
    labels: Object.entries(metric.labels).map(([name, value]) => (value.startsWith('$') ? [name, value] : [name])),
    events: countedEvents(metric),
  };
  return runtime.replace(settingsPlace, () => toScriptJson(settings));
}

function headerOf(metric: TrackedMetric): string {
  const events = countedEvents(metric).map(toComment);
  return [
    `/* Unified Visibility Platform, tracker ${trackerVersion}`,
    ` * Metric: ${toComment(metric.name)} (${toComment(metric.metricName)}, ${metric.metricType})`,
    ` * Events: ${events.length > 0 ? events.join(', ') : "all that the page sends with uvp.track('name')"}`,
    ' * apiSecret is a public browser token: it can add samples to this one metric and do nothing else. */',
  ].join('\n');
}

function scriptTagOf({ metric, apiKey, publicUrl, transport }: CodeRequest): string {
  const query = `config=${encodeURIComponent(metric.id)}&key=${encodeURIComponent(apiKey)}`;
  const simple = transport === 'simple' ? '&transport=simple' : '';
  return `<script async src="${toAttribute(`${publicUrl}/api/v1/client/script.js`)}?${query}${simple}"></script>`;
}
