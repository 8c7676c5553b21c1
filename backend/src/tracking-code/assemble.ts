import type { Transport } from '../contract/transports.ts';
import { metricKinds } from '../metric/metricKinds.ts';
import { type CodeAddresses, collectorExpression } from './addresses.ts';
import { toScriptJson, toScriptPattern } from './escape.ts';
import { featuresOf, persists, sharedFeatures } from './features.ts';
import { completeScriptOptions, patternExpression } from './scriptOptions.ts';
import { minifiedPage, readablePage, type TemplatePart } from './templates.generated.ts';
import { customEvents, type TrackedMetric } from './trackedMetric.ts';

/** Whose script it is and how it sends. */
export interface CodeRequest extends CodeAddresses {
  /** Of one metric, or of all that an API key's website counts. */
  readonly scope: 'metric' | 'site';
  /** One for a metric's script; any number for a site's. */
  readonly metrics: readonly TrackedMetric[];
  /** Public key id. */
  readonly apiKey: string;
  /** Browser token for these metrics; never a secret. */
  readonly browserToken: string;
  readonly transport: Transport;
}

/** The script: for machines, or for people to read. Empty when it would count nothing. */
export function assemble(request: CodeRequest, form: 'minified' | 'readable'): string {
  const { metrics, transport } = request;
  if (metrics.length === 0) return '';
  const page = form === 'readable' ? readablePage : minifiedPage;
  const features = sharedFeatures(metrics, transport);
  const settings = sharedSettings(request);
  const blocks = metrics.map((metric) => {
    const wanted = [...featuresOf(metric, transport)].filter((one) => one !== 'persist' || features.has(one));
    const code = keep(page.metric, new Set(wanted));
    // What is inserted is never looked through again: it may hold text that looks like the name of a setting.
    return insert(metrics.length > 1 ? `try{${code}}catch(e){}` : code, {
      ...settings,
      ...metricSettings(metric, request),
    });
  });
  const [before, after] = [page.before, page.after].map((parts) => insert(keep(parts, features), settings));
  return [before, ...blocks, after].join('');
}

function keep(parts: readonly TemplatePart[], features: ReadonlySet<string>): string {
  return parts
    .filter(([needs]) => needs.every((group) => group.some((feature) => features.has(feature))))
    .map(([, code]) => code)
    .join('');
}

/** Endings of files whose links are downloads, as docs/tracking.md lists them; `fileTypes` adds others. */
const downloads =
  '7z|apk|avi|csv|deb|docx?|dmg|epub|exe|gz|iso|json|mov|mp[34]|msi|pdf|pkg|pptx?|rar|txt|wav|xls[mx]?|zip';

/** Those that only the page tells of. A metric without events takes any from its own script, and from a site's the one of its name. */
function ownEvents(metric: TrackedMetric, scope: CodeRequest['scope']): readonly string[] | 'any' {
  const custom = customEvents(metric);
  return custom === 'any' && scope === 'site' ? [metric.metricName] : custom;
}

/** A configuration's id in 22 characters: the form that it has in its token, so that it costs nothing once the script is compressed. */
function shortIdOf({ id }: TrackedMetric): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') || id;
}

/** The free names of the templates are explained in `tracker/src/placeholders.ts`. */
function sharedSettings(request: CodeRequest): Settings {
  const { scope, metrics, apiKey, browserToken } = request;
  const [first] = metrics;
  return {
    __UVP_ENDPOINT__: collectorExpression(request),
    __UVP_CREDENTIALS__: toScriptJson({ apiKey, apiSecret: browserToken }),
    __UVP_STORE__: toScriptJson(scope === 'metric' && first ? shortIdOf(first) : apiKey),
    __UVP_INTERVAL__: persists(metrics) ? '1e3' : '5e3',
  };
}

function metricSettings(metric: TrackedMetric, { scope }: CodeRequest): Settings {
  const options = completeScriptOptions(metric.scriptOptions);
  const own = ownEvents(metric, scope);
  const { needsValue, lowestValue } = metricKinds[metric.metricType];
  const labels = Object.entries(metric.labels).map(([name, value]) => [name, value.startsWith('$') ? value : '']);
  const paths = options.pathPatterns.map(
    (path) => `[${toScriptPattern(patternExpression(path))},${toScriptJson(path)}]`,
  );
  return {
    // 48 bits tell the metrics of one page apart.
    __UVP_ID__: toScriptJson(shortIdOf(metric).slice(0, 8)),
    __UVP_METRIC__: toScriptJson(scope === 'site' ? (metric.exportedName ?? metric.metricName) : metric.metricName),
    __UVP_EVENTS__: own === 'any' ? '0' : toScriptJson(own),
    __UVP_LABELS__: toScriptJson(labels),
    __UVP_FILES__: `/\\.(${[downloads, ...options.fileTypes].join('|')})$/i`,
    __UVP_PATHS__: `[${paths.reverse().join(',')}]`,
    __UVP_QUERY__: toScriptJson(options.queryRoutes),
    __UVP_SAMPLING__: `${options.sampleOneIn}`,
    __UVP_VALUE__: needsValue ? '"-"' : '1',
    __UVP_LOWEST__: lowestValue === 0 ? '0' : lowestValue.toExponential().replace('+', ''),
  };
}

/** Expressions by the free name that they stand for. */
type Settings = Readonly<Record<string, string>>;

/** What a minified piece ended with may now stand before a brace, which needs none; nothing that is inserted is changed. */
function insert(code: string, settings: Settings): string {
  return code.replaceAll(';}', '}').replace(/__UVP_[A-Z]+__/g, (name) => settings[name] ?? name);
}
