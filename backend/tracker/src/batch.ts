/** One element of `metrics`; its other fields say which series it belongs to. */
export interface Entry {
  value?: number | number[];
  /** Of a gauge: how old the value is when it is sent, in milliseconds. A visitor's clock may be wrong, its pace is not. */
  ageMs?: number;
  readonly [field: string]: unknown;
}

/** Entries that travel together. Names that end in an underscore are shortened by the build. */
export interface Batch {
  /** The part of a request that is the same on every try. The collector counts a batch id once. */
  readonly content_: {
    readonly batchId: string;
    readonly metrics: readonly Entry[];
    /** Entries given up since the batch before, if any. */
    readonly dropped?: number | undefined;
    /** Set when a program drives the browser. */
    robot?: boolean;
  };
  /** Epoch milliseconds. */
  readonly madeAt_: number;
  /** It has arrived, or never will. */
  isDone_?: boolean;
  /** Set while a request with it is under way. */
  sending_?: Promise<unknown> | undefined;
}

/** Hides a `toJSON` that old libraries put on all arrays or objects of the page: `JSON.stringify` would call it. */
export const plain = <T extends object>(value: T): T => Object.assign(value, { toJSON: undefined });
