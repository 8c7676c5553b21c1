import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { defaultTransports } from '../contract/transports.ts';
import { type CodeAddresses, scriptAddress } from './addresses.ts';
import { assemble, type CodeRequest } from './assemble.ts';
import { earlyTagOf } from './earlyTag.ts';
import { toAttribute, toComment } from './escape.ts';
import { type EventCode, renderEventCode } from './snippet.ts';
import { trackerVersion } from './templates.generated.ts';
import { countedEvents, type TrackedMetric } from './trackedMetric.ts';

export interface GeneratedCode extends EventCode {
  /** JavaScript, ES2018, ASCII but for letters in its comment; safe inside `<script>` and as a file. The same request gives the same code. */
  readonly code: string;
  /** HTML: loads the script from the collector, so that it follows later changes of the configuration. */
  readonly scriptTag: string;
  /** HTML to stand before the tag: keeps errors, clicks and calls from before the script is there. Empty where it can miss none. */
  readonly earlyTag: string;
  /** The code as an ES module with `track` and `flush`, for bundlers. */
  readonly module: string;
  /** Of the script that `scriptTag` loads. */
  readonly sizeBytes: number;
  /** Of the same with gzip -9, as it travels. */
  readonly gzipBytes: number;
}

export function generateCode(request: CodeRequest, options: { readable?: boolean } = {}): GeneratedCode {
  const script = renderScript(request);
  const code = `${headerOf(request)}\n${renderRuntime(request, options.readable ? 'readable' : 'minified')}\n`;
  return {
    code,
    scriptTag: scriptTagOf(request),
    earlyTag: earlyTagOf(request),
    ...renderEventCode(request),
    module: renderModule(code),
    sizeBytes: Buffer.byteLength(script),
    gzipBytes: gzipSync(script, { level: 9 }).length,
  };
}

/**
 * Tells V8 to compile all functions at once, which takes a quarter less CPU than one by one as they are called
 * (https://v8.dev/blog/explicit-compile-hints). Only in files: what people paste may lose the end of the line.
 */
const compileHint = '//# allFunctionsCalledOnLoad\n';

/** The script as the collector serves it: without a comment for people, for it is loaded more often than read. */
export function renderScript(request: CodeRequest): string {
  return compileHint + renderRuntime(request, 'minified');
}

/** Of a website whose metrics are still to come there is nothing to run: the script is empty, and the tag that loads it works later. */
function renderRuntime(request: CodeRequest, form: 'minified' | 'readable'): string {
  return request.metrics.length === 0 ? '/* No metric counts in pages yet. */' : assemble(request, form);
}

/** The version of a script in its immutable address: a digest of its content. */
export function versionOf(script: string): string {
  return createHash('sha256').update(script).digest('base64url');
}

/** HTML: loads exactly this script and no other (Subresource Integrity). */
export function pinnedTagOf(script: string, addresses: CodeAddresses): string {
  const integrity = `sha384-${createHash('sha384').update(script).digest('base64')}`;
  const src = `${toAttribute(scriptAddress(addresses))}?version=${versionOf(script)}`;
  return `<script async src="${src}" integrity="${integrity}" crossorigin="anonymous"></script>`;
}

export function renderModule(code: string): string {
  return `${code}
const call = (name, args) => {
  const api = typeof window === 'undefined' ? undefined : window.uvp; // on a server there is none
  if (api && api[name]) api[name](...args);
};
/** Tells of an event: \`track('signup', { value: 1, labels: { plan: 'pro' } })\`. */
export const track = (...args) => call('track', args);
/** Sends what waits. */
export const flush = () => call('flush', []);
`;
}

function headerOf({ scope, metrics }: CodeRequest): string {
  const what = scope === 'metric' ? 'this one metric' : 'metrics that count in pages';
  return [
    `/* Unified Visibility Platform, tracker ${trackerVersion}`,
    ...metrics.flatMap(describe),
    ` * apiSecret is a public browser token: it can add samples to ${what} and do nothing else. */`,
  ].join('\n');
}

function describe(metric: TrackedMetric): string[] {
  const events = countedEvents(metric).map(toComment);
  return [
    ` * Metric: ${toComment(metric.name)} (${toComment(metric.metricName)}, ${metric.metricType})`,
    ` * Events: ${events.length > 0 ? events.join(', ') : "all that the page sends with uvp.track('name')"}`,
  ];
}

/** HTML: loads the script of a whole website, as usual. Neither the account nor its metrics need to be known for it. */
export function siteTagOf(addresses: CodeAddresses, apiKey: string): string {
  return loadingTag(addresses, siteQuery(apiKey));
}

/** What the tag of a whole website loads. */
export function siteScriptUrlOf(addresses: CodeAddresses, apiKey: string): string {
  return `${scriptAddress(addresses)}?${siteQuery(apiKey)}`;
}

function scriptTagOf(request: CodeRequest): string {
  const { scope, metrics, apiKey, transport, host } = request;
  const config = scope === 'metric' && metrics[0] ? `config=${encodeURIComponent(metrics[0].id)}&` : '';
  const unusual = transport === defaultTransports[scope] ? '' : `&transport=${transport}`;
  const ofPage = host === 'page' ? '&host=page' : '';
  return loadingTag(request, `${config}${siteQuery(apiKey)}${unusual}${ofPage}`);
}

const siteQuery = (apiKey: string) => `key=${encodeURIComponent(apiKey)}`;

function loadingTag(addresses: CodeAddresses, query: string): string {
  return `<script async src="${toAttribute(scriptAddress(addresses))}?${query}"></script>`;
}
