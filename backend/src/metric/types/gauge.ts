import type { MetricKind } from '../metricKind.ts';
import { noOptions } from '../noOptions.ts';

/** Slots: the value. */
export const gauge: MetricKind = {
  nameSuffix: '',
  parts: [],
  startsAtZero: false,
  isShownEmpty: false,
  hasSketch: false,
  needsValue: true,
  lowestValue: -1e12,
  slotsAfterTotal: 0,
  defaultOptions: () => noOptions,
  layout: () => ({ slotCount: 1, exportedSeries: 1 }),
  valueFault: ({ value }) => (typeof value === 'number' ? undefined : 'a gauge needs one value'),
  apply(additions, { value, op, timestamp, ageMs }, firstSlot) {
    if (typeof value !== 'number') return;
    if (op === 'add') additions.moveGauge(firstSlot, value);
    else additions.setGauge(firstSlot, value, { atMs: wholeMs(epochMs(timestamp)), ageMs: wholeMs(ageMs) });
  },
  flatten: ({ values: [value = 0] }) => [{ suffix: '', type: 'gauge', value }],
  numbers: ([value = 0]) => ({ value }),
};

/** Postgres divides it, and refuses a quotient too small for a double: 5e-324 ms must not get there. */
function wholeMs(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}

function epochMs(timestamp: number | string | undefined): number | undefined {
  return typeof timestamp === 'string' ? Date.parse(timestamp) : timestamp;
}
