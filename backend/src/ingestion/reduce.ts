import type { CatalogConfig } from './catalog.ts';
import type { Deltas } from './deltas.ts';
import type { WireSample } from './sample.ts';
import { sketchBucket } from './sketch.ts';

/** Adds what one sample does to the totals of its series, which begin at `firstSlot`; their order is `seriesLayout`'s. */
export function applySample(
  deltas: Deltas,
  config: Pick<CatalogConfig, 'type' | 'buckets'>,
  sample: WireSample,
  firstSlot: number,
): void {
  const value = typeof sample.value === 'number' ? sample.value : 1;
  switch (config.type) {
    case 'counter':
      deltas.add(firstSlot, value);
      return;
    case 'gauge':
      if (sample.op === 'add') deltas.moveGauge(firstSlot, value);
      else
        deltas.setGauge(firstSlot, value, { atMs: wholeMs(epochMs(sample.timestamp)), ageMs: wholeMs(sample.ageMs) });
      return;
    case 'histogram': {
      const buckets = config.buckets ?? [];
      for (const observation of observations(sample.value)) {
        deltas.add(firstSlot + bucketIndex(buckets, observation), 1);
        deltas.add(firstSlot + buckets.length + 1, observation);
      }
      return;
    }
    case 'summary':
      for (const observation of observations(sample.value)) {
        deltas.add(firstSlot, 1);
        deltas.add(firstSlot + 1, observation);
        deltas.observe(firstSlot, sketchBucket(observation));
      }
  }
}

function observations(value: number | readonly number[] | undefined): readonly number[] {
  return typeof value === 'number' ? [value] : (value ?? []);
}

/** The first bucket whose upper bound is not below the value (`le`), or the one past the last: +Inf. */
function bucketIndex(bounds: readonly number[], value: number): number {
  let index = 0;
  while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
  return index;
}

/** Postgres divides it, and refuses a quotient too small for a double: 5e-324 ms must not get there. */
function wholeMs(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}

function epochMs(timestamp: number | string | undefined): number | undefined {
  return typeof timestamp === 'string' ? Date.parse(timestamp) : timestamp;
}
