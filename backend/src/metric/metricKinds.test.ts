import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricTypes } from '../contract/metricTypes.ts';
import type { Additions } from './additions.ts';
import type { SampleValue } from './metricKind.ts';
import { metricKinds, typesWith } from './metricKinds.ts';
import type { SketchCount } from './sketch.ts';

const options = { buckets: [0.5, 1, 5], quantiles: [0.5, 0.99] };
const firstSlot = 100;
const number = fc.double({ min: 0, max: 1e6, noNaN: true });
const value: fc.Arbitrary<SampleValue> = fc.record(
  { value: fc.oneof(number, fc.array(number, { minLength: 1, maxLength: 5 })), op: fc.constantFrom('set', 'add') },
  { requiredKeys: [] },
);

/** Keeps what samples do to the slots of one series, as the commit does. */
function collect(slotCount: number) {
  const values: number[] = Array.from({ length: slotCount }, () => 0);
  const counts = new Map<number, number>();
  const at = (slot: number) => {
    const index = slot - firstSlot;
    expect(index).toBeGreaterThanOrEqual(0);
    expect(index).toBeLessThan(slotCount);
    return index;
  };
  const additions: Additions = {
    add: (slot, increment) => {
      values[at(slot)] = (values[at(slot)] ?? 0) + increment;
    },
    moveGauge: (slot, by) => additions.add(slot, by),
    setGauge: (slot, set) => {
      values[at(slot)] = set;
    },
    observe: (slot, bucket) => {
      expect(slot).toBe(firstSlot);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    },
  };
  const sketch = (): SketchCount[] => [...counts];
  return { additions, values, sketch };
}

describe.each(metricTypes)('a %s', (type) => {
  const kind = metricKinds[type];
  const { slotCount, exportedSeries } = kind.layout(options);

  it('stays within its slots, shows what its layout says, and tells the same numbers everywhere', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 10 }), (samples) => {
        const series = collect(slotCount);
        const taken = samples.filter((sample) => kind.valueFault(sample) === undefined);
        for (const sample of taken) kind.apply(series.additions, sample, firstSlot, options);
        const flat = kind.flatten({ ...options, values: series.values, sketch: series.sketch() });
        if (taken.length > 0) expect(flat).toHaveLength(exportedSeries);
        for (const { suffix } of flat) if (suffix !== '') expect(kind.parts).toContain(suffix);
        const total = series.values.slice(0, slotCount - kind.slotsAfterTotal).reduce((sum, one) => sum + one, 0);
        const numbers = kind.numbers(series.values);
        expect('value' in numbers ? numbers.value : numbers.count).toBe(total);
        const shown = (suffix: string) => flat.find((one) => one.suffix === suffix)?.value;
        expect(numbers).toEqual(
          kind.parts.length === 0 ? { value: shown('') } : { count: shown('_count'), sum: shown('_sum') },
        );
      }),
    );
  });

  it('takes a sample without a value exactly when it needs none', () => {
    expect(kind.valueFault({}) === undefined).toBe(!kind.needsValue);
  });
});

it('finds the types with a property', () => {
  expect(typesWith((kind) => kind.hasSketch)).toEqual(['summary']);
  expect(typesWith((kind) => !kind.startsAtZero)).toEqual(['gauge']);
});
