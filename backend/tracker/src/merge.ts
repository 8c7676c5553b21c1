import type { Value } from './batch.ts';

/** How the value that waits and a new one become one value. */
export type Merge = (waiting: Value, added: Value) => Value;

/** Gauges: the last value stands. */
export const last: Merge = (_waiting, added) => added;

//! if type.counter
/** Counters, and gauges that are moved. */
export const sum: Merge = (waiting, added) => Number(waiting) + Number(added);
//! end

//! if type.observations
/** Histograms and summaries: each observation counts. */
export const list: Merge = (waiting, added) => ([] as number[]).concat(waiting, added);
//! end
