import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deltas } from './deltas.ts';

type Operation = (deltas: Deltas) => void;

const slot = fc.integer({ min: 1, max: 3 });
const amount = fc.integer({ min: -50, max: 50 });
const time = fc.oneof(
  fc.constant({ atMs: undefined, ageMs: undefined }),
  fc.nat(5).map((atMs) => ({ atMs, ageMs: undefined })),
  fc.nat(5).map((ageMs) => ({ atMs: undefined, ageMs })),
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.tuple(slot, amount).map(
    ([s, by]): Operation =>
      (deltas) =>
        deltas.add(s, by),
  ),
  fc.tuple(slot, fc.nat(3)).map(
    ([s, bucket]): Operation =>
      (deltas) =>
        deltas.observe(s, bucket),
  ),
  fc.tuple(slot, amount).map(
    ([s, by]): Operation =>
      (deltas) =>
        deltas.moveGauge(10 + s, by),
  ),
  fc.tuple(slot, amount, time).map(
    ([s, value, at]): Operation =>
      (deltas) =>
        deltas.setGauge(10 + s, value, at),
  ),
);

function rows(deltas: Deltas) {
  return {
    increments: deltas.sortedIncrements(),
    sets: deltas.sortedSets(),
    sketches: deltas.sortedSketches(),
    size: deltas.size,
  };
}

function of(operations: readonly Operation[]): Deltas {
  const deltas = new Deltas();
  for (const apply of operations) apply(deltas);
  return deltas;
}

describe('Deltas', () => {
  it('are the same, however a sequence is split and merged', () => {
    fc.assert(
      fc.property(fc.array(fc.array(operation, { maxLength: 6 }), { maxLength: 5 }), (parts) => {
        const merged = new Deltas();
        for (const part of parts) merged.merge(of(part));
        expect(rows(merged)).toEqual(rows(of(parts.flat())));
      }),
      { numRuns: 500 },
    );
  });

  it('merge in any grouping', () => {
    const part = fc.array(operation, { maxLength: 5 });
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const left = of(a);
        left.merge(of(b));
        left.merge(of(c));
        const inner = of(b);
        inner.merge(of(c));
        const right = of(a);
        right.merge(inner);
        expect(rows(left)).toEqual(rows(right));
      }),
    );
  });

  it('do not share what they merged', () => {
    const [first, later] = [of([(d) => d.setGauge(1, 5, { atMs: 1, ageMs: undefined })]), new Deltas()];
    later.merge(first);
    later.moveGauge(1, 3);
    expect(first.sortedSets()).toMatchObject([{ value: 5, after: 0, moves: 0 }]);
  });

  it('name each slot once, ascending', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        const deltas = of(operations);
        const slots = deltas.sortedIncrements().slots;
        expect(slots).toEqual([...new Set(slots)].sort((a, b) => a - b));
        const gauges = new Set(deltas.sortedSets().map((row) => row.slot));
        expect(slots.filter((one) => gauges.has(one))).toEqual([]);
      }),
    );
  });

  it('do the same when they are compacted, in one row per slot', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        const [plain, compacted] = [of(operations), of(operations)];
        compacted.compact();
        compacted.compact();
        expect({ ...rows(compacted), size: 0 }).toEqual({ ...rows(plain), size: 0 });
        expect(compacted.size).toBeLessThanOrEqual(plain.size);
      }),
    );
    const deltas = new Deltas();
    for (let i = 0; i < 1_000; i += 1) deltas.add(7, 1);
    deltas.compact();
    expect([deltas.size, deltas.sortedIncrements()]).toEqual([1, { slots: [7], increments: [1_000] }]);
  });

  it('forget what a value without a time replaces', () => {
    const deltas = of([
      (d) => d.setGauge(1, 5, { atMs: 100, ageMs: undefined }),
      (d) => d.moveGauge(1, 2),
      (d) => d.setGauge(1, 9, { atMs: undefined, ageMs: undefined }),
      (d) => d.moveGauge(1, 1),
    ]);
    expect(deltas.sortedSets()).toMatchObject([{ slot: 1, value: 9, after: 1, moves: 3 }]);
  });

  it('count every row that will be sent: a thousand values of one gauge are a thousand', () => {
    const deltas = new Deltas();
    for (let i = 0; i < 1_000; i += 1) deltas.setGauge(1, i, { atMs: 1_000 - i, ageMs: undefined });
    deltas.moveGauge(2, 1);
    deltas.add(3, 1);
    deltas.observe(4, 1);
    expect(deltas.size).toBe(1_003);
  });
});
