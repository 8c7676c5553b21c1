import type { Transport } from '../contract/transports.ts';
import { metricKinds } from '../metric/metricKinds.ts';
import { toScriptJson, toScriptPattern } from './escape.ts';
import { featuresOf } from './features.ts';
import { completeScriptOptions, escapeExpression, patternExpression } from './scriptOptions.ts';
import { pageParts, readableParts, type TemplatePart } from './templates.generated.ts';
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

/** The pieces of the runtime that the metric uses, with its settings inside: for machines, or for people to read. */
export function assemble(request: CodeRequest, form: 'minified' | 'readable'): string {
  if (form === 'readable') return insertSettings(join(request, readableParts), request);
  // What a piece ended with may now stand before a brace, which needs none.
  return insertSettings(join(request, pageParts).replaceAll(';}', '}'), request);
}

function join({ metrics, transport }: CodeRequest, parts: readonly TemplatePart[]): string {
  const metric = onlyOne(metrics);
  const features = featuresOf(metric, transport);
  return parts
    .filter(([needs]) => needs.every((group) => group.some((feature) => features.has(feature))))
    .map(([, code]) => code)
    .join('');
}

/** The free names of the templates are explained in `tracker/src/placeholders.ts`. */
function insertSettings(code: string, { metrics, apiKey, browserToken, publicUrl }: CodeRequest): string {
  const metric = onlyOne(metrics);
  const options = completeScriptOptions(metric.scriptOptions);
  const custom = customEvents(metric);
  const { needsValue, lowestValue } = metricKinds[metric.metricType];
  const labels = Object.entries(metric.labels).map(([name, value]) => [name, value.startsWith('$') ? value : '']);
  const events = custom === 'any' ? '.' : `^(${custom.map(escapeExpression).join('|')})$`;
  const paths = options.pathPatterns.map(
    (path) => `[${toScriptPattern(patternExpression(path))},${toScriptJson(path)}]`,
  );
  const settings: Readonly<Record<string, string>> = {
    __UVP_ENDPOINT__: toScriptJson(`${publicUrl}/api/v1/metrics`),
    __UVP_CREDENTIALS__: toScriptJson({ apiKey, apiSecret: browserToken }),
    // The form that it has in the token, so that it costs nothing once the script is compressed.
    __UVP_ID__: toScriptJson(browserToken.split('.')[2] || metric.id),
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

function onlyOne([metric]: readonly TrackedMetric[]): TrackedMetric {
  if (!metric) throw new Error('a script without a metric');
  return metric;
}
