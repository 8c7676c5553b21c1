/** When a gauge was set: a time of the sender's (which counts when both are given), an age, or neither (now). */
export interface SetTime {
  readonly atMs: number | undefined;
  readonly ageMs: number | undefined;
}

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

/**
 * What some samples do to totals: one increment per slot, and per gauge the values it may take. Merging deltas in order of arrival
 * gives the deltas of the samples in that order; increments commute, so their order does not matter.
 */
export class Deltas {
  private readonly increments = new Map<number, number>();
  private readonly gauges = new Map<number, GaugeDelta>();
  /** Counts by bucket of the sketch, by the first slot of the series. */
  private readonly sketches = new Map<number, Map<number, number>>();

  /** Adds to the total in a slot: a counter, a bucket, a sum. */
  add(slot: number, increment: number): void {
    this.increments.set(slot, (this.increments.get(slot) ?? 0) + increment);
  }

  /** Counts an observation in a bucket of the sketch that belongs to the series at `firstSlot`. */
  observe(firstSlot: number, bucket: number, count = 1): void {
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
    for (const [slot, increment] of later.increments) this.add(slot, increment);
    for (const [slot, sketch] of later.sketches)
      for (const [bucket, count] of sketch) this.observe(slot, bucket, count);
    for (const [slot, { candidates, moves }] of later.gauges) {
      const delta = this.gauge(slot);
      delta.moves += moves;
      for (const candidate of delta.candidates) candidate.after += moves;
      for (const candidate of candidates) {
        if (candidate.atMs === undefined && candidate.ageMs === undefined) delta.candidates = [];
        delta.candidates.push({ ...candidate });
      }
    }
  }

  /** How many rows are sent to Postgres: one per slot and bucket, and for a gauge one per value that it may take. */
  get size(): number {
    let rows = this.increments.size;
    for (const sketch of this.sketches.values()) rows += sketch.size;
    for (const { candidates } of this.gauges.values()) rows += Math.max(1, candidates.length);
    return rows;
  }

  /** Slots and increments, gauges that are only moved among them; ascending by slot, each slot once. */
  sortedIncrements(): [slot: number, increment: number][] {
    const rows = [...this.increments];
    for (const [slot, delta] of this.gauges) if (delta.candidates.length === 0) rows.push([slot, delta.moves]);
    return rows.sort((a, b) => a[0] - b[0]);
  }

  /** Every value that a gauge may take: ascending by slot, within a slot in order of arrival. */
  sortedSets(): (SetCandidate & { slot: number; moves: number })[] {
    const slots = [...this.gauges.keys()].sort((a, b) => a - b);
    return slots.flatMap((slot) => {
      const { candidates, moves } = this.gauge(slot);
      return candidates.map((candidate) => ({ ...candidate, slot, moves }));
    });
  }

  /** Counts per bucket; ascending by slot, then by bucket. */
  sortedSketches(): { slot: number; bucket: number; count: number }[] {
    return [...this.sketches]
      .flatMap(([slot, sketch]) => [...sketch].map(([bucket, count]) => ({ slot, bucket, count })))
      .sort((a, b) => a.slot - b.slot || a.bucket - b.bucket);
  }

  private gauge(slot: number): GaugeDelta {
    let delta = this.gauges.get(slot);
    if (!delta) {
      delta = { candidates: [], moves: 0 };
      this.gauges.set(slot, delta);
    }
    return delta;
  }
}
