import type { Transport } from '../contract/transports.ts';
import { metricKinds } from '../metric/metricKinds.ts';
import { toScriptJson, toScriptPattern } from './escape.ts';
import { featuresOf } from './features.ts';
import { completeScriptOptions, escapeExpression, patternExpression } from './scriptOptions.ts';
import { pageParts, readableParts } from './templates.generated.ts';
import { customEvents, type TrackedMetric } from './trackedMetric.ts';

/** Whose script it is and how it sends. */
export interface CodeRequest {
  /** Of one metric, or of all that an API key's website counts. */
  readonly scope: 'metric' | 'site';
  /** One for a metric's script; any number for a site's. */
  readonly metrics: readonly TrackedMetric[];
  /** Public key id. */
  readonly apiKey: string;
  /** Browser token for these metrics; never a secret. */
  readonly browserToken: string;
  /** Where browsers reach the collector, from the configuration and never from a request; no slash at the end. */
  readonly publicUrl: string;
  readonly transport: Transport;
}

/** The script: for machines, or for people to read. Of a site it is that of each metric, one after another; empty when there is none. */
export function assemble(request: CodeRequest, form: 'minified' | 'readable'): string {
  return request.metrics.map((metric) => assembleOne(metric, request, form)).join('\n');
}

/** The pieces of the runtime that a metric uses, with its settings inside. */
function assembleOne(metric: TrackedMetric, request: CodeRequest, form: 'minified' | 'readable'): string {
  const features = featuresOf(metric, request.transport);
  const code = (form === 'readable' ? readableParts : pageParts)
    .filter(([needs]) => needs.every((group) => group.some((feature) => features.has(feature))))
    .map(([, text]) => text)
    .join('');
  // What a piece ended with may now stand before a brace, which needs none.
  return insertSettings(form === 'readable' ? code : code.replaceAll(';}', '}'), metric, request);
}

/** Those that only the page tells of. A metric without events takes any from its own script, and from a site's the one of its name. */
function ownEvents(metric: TrackedMetric, scope: CodeRequest['scope']): readonly string[] | 'any' {
  const custom = customEvents(metric);
  return custom === 'any' && scope === 'site' ? [metric.metricName] : custom;
}

/** A configuration's id in 22 characters: the form that it has in its token, so that it costs nothing once the script is compressed. */
function markOf({ id }: TrackedMetric): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') || id;
}

/** The free names of the templates are explained in `tracker/src/placeholders.ts`. */
function insertSettings(
  code: string,
  metric: TrackedMetric,
  { scope, apiKey, browserToken, publicUrl }: CodeRequest,
): string {
  const options = completeScriptOptions(metric.scriptOptions);
  const own = ownEvents(metric, scope);
  const { needsValue, lowestValue } = metricKinds[metric.metricType];
  const labels = Object.entries(metric.labels).map(([name, value]) => [name, value.startsWith('$') ? value : '']);
  const events = own === 'any' ? '.' : `^(${own.map(escapeExpression).join('|')})$`;
  const paths = options.pathPatterns.map(
    (path) => `[${toScriptPattern(patternExpression(path))},${toScriptJson(path)}]`,
  );
  const settings: Readonly<Record<string, string>> = {
    __UVP_ENDPOINT__: toScriptJson(`${publicUrl}/api/v1/metrics`),
    __UVP_CREDENTIALS__: toScriptJson({ apiKey, apiSecret: browserToken }),
    __UVP_ID__: toScriptJson(markOf(metric)),
    __UVP_INTERVAL__: options.persist ? '1e3' : '5e3',
    __UVP_METRIC__: toScriptJson(metric.metricName),
    __UVP_EVENTS__: toScriptPattern(events),
    __UVP_LABELS__: toScriptJson(labels),
    __UVP_PATHS__: `[${paths.reverse().join(',')}]`,
    __UVP_HASH__: options.hashRoutes ? '"\\n"' : '"#"',
    __UVP_SAMPLING__: `${options.sampleOneIn}`,
    __UVP_VALUE__: needsValue ? '"-"' : '1',
    __UVP_LOWEST__: lowestValue === 0 ? '0' : lowestValue.toExponential().replace('+', ''),
  };
  return code.replace(/__UVP_[A-Z]+__/g, (name) => settings[name] ?? name);
}
