/** What tells one series from another, in the form that the collector takes. */
export interface Series {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly op?: string;
  readonly timestamp?: unknown;
}

/** A number, or several observations of one series. */
export type Value = number | readonly number[];

/** One element of `metrics`. */
export interface Entry extends Series {
  value: Value;
  /** When the value was taken, epoch milliseconds; travels as `ageMs`, because the visitor's clock may be wrong. Gauges only. */
  atMs?: number;
}

/** Entries that travel together. The id is the same on every try, so the collector counts them once. */
export interface Batch {
  readonly id: string;
  readonly metrics: readonly Entry[];
  /** Epoch milliseconds. */
  readonly madeAtMs: number;
  /** True while a request with it is under way. */
  busy: boolean;
}
