import type { MetricType } from '../contract/metricTypes.ts';
import type { Additions } from './additions.ts';
import type { LabelSet } from './labels.ts';
import type { SketchCount } from './sketch.ts';

/** What some types are defined by besides name and labels. */
export interface MetricOptions {
  /** Upper bounds of a histogram, ascending, without +Inf. */
  readonly buckets: readonly number[] | null;
  /** Quantiles of a summary that are shown. */
  readonly quantiles: readonly number[] | null;
}

/** How one label set of a metric is stored and exported. */
export interface SeriesLayout {
  /** Totals that it owns, one after another. */
  readonly slotCount: number;
  /** Series that Prometheus sees of it. */
  readonly exportedSeries: number;
}

/** The part of a sample that its metric's type has rules for. */
export interface SampleValue {
  /** Increment, value or observation; several observations of one series may travel together. */
  readonly value?: number | readonly number[] | undefined;
  /** Epoch milliseconds, or RFC 3339 text. Orders gauges only. */
  readonly timestamp?: number | string | undefined;
  /** How long ago the sample was taken. Milliseconds. */
  readonly ageMs?: number | undefined;
  /** Gauges only: `add` moves the value, `set` (the default) replaces it. */
  readonly op?: 'set' | 'add' | undefined;
}

/** What Postgres holds of one label set. */
export interface SeriesTotals extends MetricOptions {
  /** Totals by slot. */
  readonly values: readonly number[];
  /** A summary's observations of the last minutes; null when there are none. */
  readonly sketch: readonly SketchCount[] | null;
}

/** A sample as the Pushgateway gets it. Every family is a counter or a gauge there, see `forwarding/render.ts`. */
export interface FlatSample {
  /** Follows the exported name. */
  readonly suffix: '' | '_bucket' | '_sum' | '_count';
  readonly type: 'counter' | 'gauge';
  readonly label?: LabelSet;
  readonly value: number;
}

/** One label set in numbers: `value` of a counter or gauge, `count` and `sum` of what takes observations. */
export type SeriesNumbers = { readonly value: number } | { readonly count: number; readonly sum: number };

/**
 * All that a metric type decides on the server, in one file for each type. The order of slots of a series is known to `layout`, `apply`,
 * `flatten`, `numbers` and `slotsAfterTotal` of its type, and to nothing else.
 */
export interface MetricKind {
  /** In Prometheus the name ends so; added when it is missing, and kept from the other types. */
  readonly nameSuffix: '' | '_total';
  /** Suffixes of the families that a metric is exported in besides its own name. */
  readonly parts: readonly FlatSample['suffix'][];
  /** A counter's first sample must be 0 and be seen, or the increase that led to it is not; a gauge is shown as it is. */
  readonly startsAtZero: boolean;
  /** It has a value before its first sample. */
  readonly isShownEmpty: boolean;
  /** A sketch of its observations is kept, for quantiles. */
  readonly hasSketch: boolean;
  /** Every sample carries a number; a counter's may leave it out and means 1. */
  readonly needsValue: boolean;
  /** The least value of a sample. */
  readonly lowestValue: number;
  /** Slots at the end of a series that are not part of its total, which is the sum of all others. */
  readonly slotsAfterTotal: number;
  /** Options of a metric that names none; null for those that the type does not have. */
  defaultOptions(metricName: string): MetricOptions;
  layout(options: MetricOptions): SeriesLayout;
  /** In words, what keeps a metric of this type from taking the sample; undefined when nothing does. */
  valueFault(sample: SampleValue): string | undefined;
  /** Adds what one sample does to the totals of its series, which begin at `firstSlot`. */
  apply(additions: Additions, sample: SampleValue, firstSlot: number, options: MetricOptions): void;
  /** The samples that one label set shows. */
  flatten(totals: SeriesTotals): FlatSample[];
  /** @param values totals by slot */
  numbers(values: readonly number[]): SeriesNumbers;
}

/** The kind of every type; one that is missing does not compile. */
export type MetricKinds = Readonly<Record<MetricType, MetricKind>>;
