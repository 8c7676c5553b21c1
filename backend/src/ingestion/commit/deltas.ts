import type { Additions, SetTime } from '../../metric/additions.ts';

/** A value that a gauge may take, with the moves that arrived after it. */
interface SetCandidate extends SetTime {
  readonly value: number;
  after: number;
}

/** What a request or a group does to one gauge. */
interface GaugeDelta {
  /** In order of arrival; Postgres picks the one with the greatest time. */
  candidates: SetCandidate[];
  /** Sum of all moves; used when what is stored is newer than every candidate. */
  moves: number;
}

/** Increments in columns: `increments[i]` is added to the total in `slots[i]`. Ascending by slot, each slot once. */
export interface IncrementColumns {
  readonly slots: readonly number[];
  readonly increments: readonly number[];
}

/**
 * What some samples do to totals: increments, and per gauge the values it may take. Merging deltas in order of arrival gives the
 * deltas of the samples in that order; increments commute, so their order does not matter.
 *
 * Increments are kept as they come, in two flat arrays: most requests name a slot once, and one that is summed when its group is
 * committed costs a tenth of one that is summed twice. `compact` sums them early where a request names a slot many times.
 */
export class Deltas implements Additions {
  private slots: number[] = [];
  private increments: number[] = [];
  private gauges: Map<number, GaugeDelta> | undefined;
  /** Counts by bucket of the sketch, by the first slot of the series. */
  private sketches: Map<number, Map<number, number>> | undefined;

  /** Adds to the total in a slot: a counter, a bucket, a sum. */
  add(slot: number, increment: number): void {
    this.slots.push(slot);
    this.increments.push(increment);
  }

  /** Counts an observation in a bucket of the sketch that belongs to the series at `firstSlot`. */
  observe(firstSlot: number, bucket: number, count = 1): void {
    this.sketches ??= new Map();
    let sketch = this.sketches.get(firstSlot);
    if (!sketch) {
      sketch = new Map();
      this.sketches.set(firstSlot, sketch);
    }
    sketch.set(bucket, (sketch.get(bucket) ?? 0) + count);
  }

  /** Moves a gauge from whatever value it has. */
  moveGauge(slot: number, by: number): void {
    const delta = this.gauge(slot);
    delta.moves += by;
    for (const candidate of delta.candidates) candidate.after += by;
  }

  /** Gives a gauge a value. One without a time is newer than all before it, so those are forgotten. */
  setGauge(slot: number, value: number, time: SetTime): void {
    const delta = this.gauge(slot);
    if (time.atMs === undefined && time.ageMs === undefined) delta.candidates = [];
    delta.candidates.push({ value, after: 0, atMs: time.atMs, ageMs: time.ageMs });
  }

  /** Adds what arrived later. */
  merge(later: Deltas): void {
    for (const slot of later.slots) this.slots.push(slot);
    for (const increment of later.increments) this.increments.push(increment);
    for (const [slot, sketch] of later.sketches ?? [])
      for (const [bucket, count] of sketch) this.observe(slot, bucket, count);
    for (const [slot, { candidates, moves }] of later.gauges ?? []) {
      const delta = this.gauge(slot);
      delta.moves += moves;
      for (const candidate of delta.candidates) candidate.after += moves;
      for (const candidate of candidates) {
        if (candidate.atMs === undefined && candidate.ageMs === undefined) delta.candidates = [];
        delta.candidates.push({ ...candidate });
      }
    }
  }

  /** Sums the increments of each slot. What the deltas do stays the same. */
  compact(): void {
    const sums = this.sumIncrements();
    this.slots = [...sums.keys()];
    this.increments = [...sums.values()];
  }

  /** How many rows are held, which is at least as many as are sent to Postgres: one per increment and bucket, and for a gauge one per value that it may take. */
  get size(): number {
    let rows = this.slots.length;
    for (const sketch of this.sketches?.values() ?? []) rows += sketch.size;
    for (const { candidates } of this.gauges?.values() ?? []) rows += Math.max(1, candidates.length);
    return rows;
  }

  /** Slots and increments, gauges that are only moved among them. */
  sortedIncrements(): IncrementColumns {
    const sums = this.sumIncrements();
    for (const [slot, delta] of this.gauges ?? []) if (delta.candidates.length === 0) sums.set(slot, delta.moves);
    // A typed array sorts by number, and without a call for each comparison.
    const slots = Array.from(Float64Array.from(sums.keys()).sort());
    return { slots, increments: slots.map((slot) => sums.get(slot) ?? 0) };
  }

  /** Every value that a gauge may take: ascending by slot, within a slot in order of arrival. */
  sortedSets(): (SetCandidate & { slot: number; moves: number })[] {
    if (!this.gauges) return [];
    const slots = [...this.gauges.keys()].sort((a, b) => a - b);
    return slots.flatMap((slot) => {
      const { candidates, moves } = this.gauge(slot);
      return candidates.map((candidate) => ({ ...candidate, slot, moves }));
    });
  }

  /** Counts per bucket; ascending by slot, then by bucket. */
  sortedSketches(): { slot: number; bucket: number; count: number }[] {
    if (!this.sketches) return [];
    return [...this.sketches]
      .flatMap(([slot, sketch]) => [...sketch].map(([bucket, count]) => ({ slot, bucket, count })))
      .sort((a, b) => a.slot - b.slot || a.bucket - b.bucket);
  }

  private sumIncrements(): Map<number, number> {
    const sums = new Map<number, number>();
    for (let position = 0; position < this.slots.length; position += 1) {
      const slot = this.slots[position] ?? 0;
      sums.set(slot, (sums.get(slot) ?? 0) + (this.increments[position] ?? 0));
    }
    return sums;
  }

  private gauge(slot: number): GaugeDelta {
    this.gauges ??= new Map();
    let delta = this.gauges.get(slot);
    if (!delta) {
      delta = { candidates: [], moves: 0 };
      this.gauges.set(slot, delta);
    }
    return delta;
  }
}

/** Rows from which on summing them early pays: lists of observations name few slots very often. */
const compactFromRows = 256;

/** Sums the increments of a request that holds many, so that they take little room while it waits. */
export function compactLarge(deltas: Deltas): Deltas {
  if (deltas.size >= compactFromRows) deltas.compact();
  return deltas;
}
