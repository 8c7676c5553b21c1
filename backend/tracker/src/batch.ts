/** One element of `metrics`; its other fields say which series it belongs to. */
export interface Entry {
  value?: number | number[];
  /** Of a gauge: how old the value is when it is sent, in milliseconds. A visitor's clock may be wrong, its pace is not. */
  ageMs?: unknown;
  readonly [field: string]: unknown;
}

/** The part of a request that is the same on every try. */
export interface Content {
  /** The collector counts a batch id once. */
  readonly batchId: string;
  readonly metrics: readonly Entry[];
  /** Entries given up since the batch before, if any. */
  readonly dropped?: number | undefined;
}

/** Entries that travel together. Names that end in an underscore are shortened by the build. */
export interface Batch {
  readonly content_: Content;
  /** Epoch milliseconds; 0 when it has arrived or was refused. */
  madeAt_: number;
  /** A promise while a request with it is under way. */
  sending_?: unknown;
}

//! if type.gauge|library
/** In JSON the milliseconds since then, whenever that JSON is made. */
export const ageSince = (epochMs: number): { toJSON(): number } => ({
  toJSON: () => Math.max(0, Date.now() - epochMs),
});
//! end
