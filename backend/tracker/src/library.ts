import type { Series } from './batch.ts';
import { textOf } from './labelText.ts';
import { watchLifecycle } from './lifecycle.ts';
import { last, list, type Merge, sum } from './merge.ts';
import { createQueue } from './queue.ts';
import { safely } from './safely.ts';
import { createPost } from './transport.ts';

/** Who sends, and where to. */
export interface ClientOptions {
  /** Public key id. */
  readonly apiKey: string;
  /** In a page a browser token, which writes one metric; on a server the key's secret, which writes any. */
  readonly apiSecret: string;
  /** Base URL of the collector; by default the one that served this file. */
  readonly endpoint?: string;
}

/** What comes with a sample. */
export interface SampleOptions {
  /** Counters add it (1 when absent), the other types need it. */
  readonly value?: number;
  readonly labels?: Readonly<Record<string, string | number | boolean>>;
  /** Lets values of one series travel as one; also the type of a metric that this sample creates. */
  readonly type?: 'counter' | 'gauge' | 'histogram' | 'summary';
  /** `add` moves a gauge instead of setting it. */
  readonly op?: 'add' | 'set';
  /** Epoch milliseconds or RFC 3339; orders the values of a gauge. */
  readonly timestamp?: number | string;
}

/** Sends the samples of one key. No method throws. */
export interface Client {
  /** Records a sample of the metric `name`; it leaves within 5 seconds. */
  track(name: string, options?: SampleOptions): void;
  /** Sends now. True when nothing is left: await it before a process exits. */
  flush(): Promise<boolean>;
  /** Entries given up: refused by the collector, pushed out by newer ones, or too old. */
  dropped(): number;
}

declare const __UVP_ENDPOINT__: string;
declare const module: { exports: unknown } | undefined;

const inPage = typeof document === 'object';

function init(options: ClientOptions): Client {
  const { apiKey, apiSecret, endpoint } = Object(options) as ClientOptions;
  const base = String(endpoint || __UVP_ENDPOINT__).replace(/\/+$/, '');
  const queue = createQueue(createPost({ apiKey, apiSecret, endpoint: `${base}/api/v1/metrics` }));
  const flushIfEnding = inPage ? watchLifecycle(queue) : () => undefined;
  return {
    track: (name, options) =>
      safely(() => {
        const { value: given = 1, labels, type, op, timestamp } = Object(options) as SampleOptions;
        const value = Number(given);
        const series: Series = {
          name: String(name),
          ...(type && { type }),
          ...(op && { op }),
          ...(timestamp && { timestamp }),
          labels: textLabels(labels),
        };
        if (Math.abs(value) <= 1e12) queue.add(series, value, mergeFor(type, op));
        flushIfEnding();
      }),
    flush: () => queue.flush(),
    dropped: queue.dropped,
  };
}

/** Only where the type is known can two samples become one. */
function mergeFor(type: SampleOptions['type'], op: SampleOptions['op']): Merge | undefined {
  if (op === 'add' || type === 'counter') return sum;
  if (type === 'gauge') return last;
  return type && list;
}

function textLabels(labels: SampleOptions['labels']): Record<string, string> {
  const given = Object(labels) as Record<string, unknown>;
  const texts: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    const text = textOf(given[name]);
    if (text) texts[name] = text;
  }
  return texts;
}

safely(() => {
  const scope = (inPage ? window : globalThis) as { uvp?: { init?: typeof init } };
  scope.uvp = scope.uvp || {};
  scope.uvp.init = init;
  if (typeof module === 'object') module.exports = scope.uvp;
});
