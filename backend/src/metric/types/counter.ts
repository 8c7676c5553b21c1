import type { MetricKind, SampleValue } from '../metricKind.ts';
import { noOptions } from '../noOptions.ts';
import { addFault } from '../observations.ts';

/** Slots: the value. */
export const counter: MetricKind = {
  nameSuffix: '_total',
  parts: [],
  startsAtZero: true,
  isShownEmpty: true,
  hasSketch: false,
  needsValue: false,
  lowestValue: 0,
  slotsAfterTotal: 0,
  defaultOptions: () => noOptions,
  layout: () => ({ slotCount: 1, exportedSeries: 1 }),
  valueFault({ value, op }) {
    if (op === 'add') return addFault;
    if (typeof value === 'object') return 'a counter takes one increment, not a list';
    return value !== undefined && value < 0 ? 'a counter never falls: the increment must be 0 or more' : undefined;
  },
  apply(additions, sample, firstSlot) {
    additions.add(firstSlot, increment(sample));
  },
  flatten: ({ values: [value = 0] }) => [{ suffix: '', type: 'counter', value }],
  numbers: ([value = 0]) => ({ value }),
};

function increment({ value }: SampleValue): number {
  return typeof value === 'number' ? value : 1;
}
