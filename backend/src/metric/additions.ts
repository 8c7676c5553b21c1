/** When a gauge was set: a time of the sender's (which counts when both are given), an age, or neither (now). Milliseconds. */
export interface SetTime {
  readonly atMs: number | undefined;
  readonly ageMs: number | undefined;
}

/** Takes what samples do to totals; `ingestion/commit/deltas.ts` keeps it until it is committed. */
export interface Additions {
  /** Adds to the total in a slot: a counter, a bucket, a sum. */
  add(slot: number, increment: number): void;
  /** Counts an observation in a bucket of the sketch that belongs to the series at `firstSlot`. */
  observe(firstSlot: number, bucket: number): void;
  /** Moves a gauge from whatever value it has. */
  moveGauge(slot: number, by: number): void;
  /** Gives a gauge a value. One without a time is newer than all before it. */
  setGauge(slot: number, value: number, time: SetTime): void;
}
