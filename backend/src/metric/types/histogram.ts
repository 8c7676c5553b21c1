import { defaultBuckets } from '../metricDefaults.ts';
import type { FlatSample, MetricKind } from '../metricKind.ts';
import { observationFault, observations } from '../observations.ts';
import { renderNumber } from '../renderNumber.ts';

/** Slots: plain (not cumulative) counts of the buckets in ascending order, the one to +Inf, the sum. Shown cumulative. */
export const histogram: MetricKind = {
  nameSuffix: '',
  parts: ['_bucket', '_sum', '_count'],
  startsAtZero: true,
  isShownEmpty: true,
  hasSketch: false,
  needsValue: true,
  lowestValue: 0,
  slotsAfterTotal: 1,
  defaultOptions: (metricName) => ({ buckets: defaultBuckets(metricName), quantiles: null }),
  layout({ buckets }) {
    const bounds = buckets?.length ?? 0;
    return { slotCount: bounds + 2, exportedSeries: bounds + 3 };
  },
  valueFault: (sample) => observationFault(sample, 'histogram'),
  apply(additions, sample, firstSlot, { buckets }) {
    const bounds = buckets ?? [];
    for (const observation of observations(sample)) {
      additions.add(firstSlot + bucketIndex(bounds, observation), 1);
      additions.add(firstSlot + bounds.length + 1, observation);
    }
  },
  flatten({ values, buckets }) {
    const bounds = [...(buckets ?? []).map(renderNumber), '+Inf'];
    let count = 0;
    const samples = bounds.map((le, index): FlatSample => {
      count += values[index] ?? 0;
      return { suffix: '_bucket', type: 'counter', label: { le }, value: count };
    });
    const sum = values[bounds.length] ?? 0;
    return [
      ...samples,
      { suffix: '_sum', type: 'counter', value: sum },
      { suffix: '_count', type: 'counter', value: count },
    ];
  },
  numbers: (values) => ({ count: values.slice(0, -1).reduce((sum, count) => sum + count, 0), sum: values.at(-1) ?? 0 }),
};

/** The first bucket whose upper bound is not below the value (`le`), or the one past the last: +Inf. */
function bucketIndex(bounds: readonly number[], value: number): number {
  let index = 0;
  while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
  return index;
}
