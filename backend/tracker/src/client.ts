import { type Entry, plain } from './batch.ts';
import { add, flush, isEmpty } from './queue.ts';
import { on, safely } from './safely.ts';
import { page } from './shared.ts';

/** What `uvp.init` takes: who sends, and where to. */
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
}

declare global {
  /** What `init` gives back; the library's frame declares it around this code. */
  const __UVP_CLIENT__: Client;
}

let alone = 0;

__UVP_CLIENT__.track = safely((name, options) => {
  const { value, labels, type, op, timestamp } = Object(options) as SampleOptions;
  const entry: Entry = { name: `${name}`, type, op, timestamp, labels: textsOf(labels) };
  // Only a counter needs no value.
  const amount = (
    value == null ? (type === 'counter' ? 1 : undefined) : Number.parseFloat(value as unknown as string)
  ) as number;
  // Two samples can become one where the type is known; those of their own time never do. What the collector refuses it refuses alone.
  const merges = (type || op === 'add') && amount >= (type === 'gauge' || op === 'add' ? -1e12 : 0) && amount <= 1e12;
  add(entry, JSON.stringify(entry) + (merges ? '' : alone++), (kept) => {
    if (!timestamp) kept.ageMs = -Date.now();
    if (op === 'add' || type === 'counter') kept.value = ((kept.value as number) || 0) + amount;
    else if (!type || type === 'gauge') kept.value = amount;
    else {
      kept.value = plain(((kept.value as number[]) || []).concat(amount));
      return 1;
    }
    return 0;
  });
});

__UVP_CLIENT__.flush = async () => {
  for (;;) {
    const underWay = (flush() || []).filter(Boolean);
    if (!underWay.length) return isEmpty();
    await Promise.all(underWay);
  }
};

/** Text, numbers and booleans make labels. */
function textsOf(labels: SampleOptions['labels']): Record<string, string> {
  const texts: Record<string, string> = plain({});
  for (const [name, value] of Object.entries(Object(labels))) if (value != null) texts[name] = `${value}`;
  return texts;
}

// On a server there is nothing to listen to.
if (page.addEventListener) on('visibilitychange pagehide online', () => flush(true));
