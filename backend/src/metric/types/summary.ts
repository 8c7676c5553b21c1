import { defaultQuantiles } from '../metricDefaults.ts';
import type { FlatSample, MetricKind } from '../metricKind.ts';
import { observationFault, observations } from '../observations.ts';
import { renderNumber } from '../renderNumber.ts';
import { sketchBucket, sketchQuantile } from '../sketch.ts';

/** Slots: the count, the sum. The quantiles come from a sketch beside them. */
export const summary: MetricKind = {
  nameSuffix: '',
  parts: ['_sum', '_count'],
  startsAtZero: true,
  isShownEmpty: true,
  hasSketch: true,
  needsValue: true,
  lowestValue: 0,
  slotsAfterTotal: 1,
  defaultOptions: () => ({ buckets: null, quantiles: [...defaultQuantiles] }),
  layout: ({ quantiles }) => ({ slotCount: 2, exportedSeries: (quantiles?.length ?? 0) + 2 }),
  valueFault: (sample) => observationFault(sample, 'summary'),
  apply(additions, sample, firstSlot) {
    for (const observation of observations(sample)) {
      additions.add(firstSlot, 1);
      additions.add(firstSlot + 1, observation);
      additions.observe(firstSlot, sketchBucket(observation));
    }
  },
  flatten({ values: [count = 0, sum = 0], quantiles, sketch }) {
    const samples = (quantiles ?? []).flatMap((q): FlatSample[] => {
      const value = sketchQuantile(sketch ?? [], q);
      return value === undefined ? [] : [{ suffix: '', type: 'gauge', label: { quantile: renderNumber(q) }, value }];
    });
    return [
      ...samples,
      { suffix: '_sum', type: 'counter', value: sum },
      { suffix: '_count', type: 'counter', value: count },
    ];
  },
  numbers: ([count = 0, sum = 0]) => ({ count, sum }),
};
