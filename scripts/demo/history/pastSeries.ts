import type { Additions } from '../../../backend/src/metric/additions.ts';
import { labelKey, resolveLabels } from '../../../backend/src/metric/labels.ts';
import type { FlatSample } from '../../../backend/src/metric/metricKind.ts';
import { metricKinds } from '../../../backend/src/metric/metricKinds.ts';
import { sketchWindowSeconds, sketchWindows } from '../../../backend/src/metric/sketch.ts';
import type { DemoMetricConfig } from '../demoAccount.ts';
import type { TimedSample } from '../traffic/sample.ts';

/** A series as Prometheus will have it. */
export interface Column {
  /** Of the family, as exported. */
  readonly name: string;
  /** Without job and tenant. */
  readonly labels: Readonly<Record<string, string>>;
  /** Epoch seconds, ascending. */
  readonly times: number[];
  readonly values: number[];
}

/** One label set of a metric: its totals as time goes on, and all that was added to it. */
export interface PastSeries {
  readonly metric: DemoMetricConfig;
  readonly labels: Readonly<Record<string, string>>;
  /** What was added, in order; a gauge's last value. */
  readonly additions: { readonly value: number; readonly atMs: number }[];
  add(sample: TimedSample): void;
  /** Notes what Prometheus would see at this moment. */
  scrape(timeSeconds: number): void;
  columns(): readonly Column[];
}

export function seriesKey(metric: DemoMetricConfig, sample: TimedSample): string {
  return `${metric.id} ${labelKey(resolveLabels(metric.labels, sample.labels))}`;
}

/**
 * By the product's own rules: the type adds to slots, and shows them as flat samples. A sketch loses its windows as they grow old.
 * @param firstSample only says which label set it is
 */
export function createPastSeries(metric: DemoMetricConfig, firstSample: TimedSample): PastSeries {
  const kind = metricKinds[metric.metricType];
  const { buckets, quantiles } = metric;
  const labels = resolveLabels(metric.labels, firstSample.labels);
  const slots: number[] = Array<number>(kind.layout({ buckets, quantiles }).slotCount).fill(0);
  const additions: { value: number; atMs: number }[] = [];
  const windows = new Map<number, Map<number, number>>();
  const columns = new Map<string, Column>();
  let shown: FlatSample[] | undefined;
  let sampleAtMs = 0;

  const change: Additions = {
    add(slot, increment) {
      slots[slot] = (slots[slot] ?? 0) + increment;
    },
    observe(_firstSlot, bucket) {
      const window = Math.floor(sampleAtMs / 1_000 / sketchWindowSeconds);
      const counts = windows.get(window) ?? new Map<number, number>();
      windows.set(window, counts);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    },
    moveGauge(slot, by) {
      slots[slot] = (slots[slot] ?? 0) + by;
    },
    setGauge(slot, value) {
      slots[slot] = value;
    },
  };

  function sketchAt(timeSeconds: number): [number, number][] | null {
    const oldest = Math.floor(timeSeconds / sketchWindowSeconds) - sketchWindows + 1;
    const sum = new Map<number, number>();
    for (const [window, counts] of windows) {
      if (window < oldest) windows.delete(window);
      else for (const [bucket, count] of counts) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
    }
    return sum.size === 0 ? null : [...sum];
  }

  return {
    metric,
    labels,
    additions,
    add(sample) {
      sampleAtMs = sample.atMs;
      kind.apply(change, sample, 0, { buckets, quantiles });
      if (metric.metricType === 'gauge') additions.length = 0;
      additions.push({ value: sample.value, atMs: sample.atMs });
      shown = undefined;
    },
    scrape(timeSeconds) {
      if (shown === undefined || kind.hasSketch) {
        const sketch = kind.hasSketch ? sketchAt(timeSeconds) : null;
        shown = kind.flatten({ values: slots, buckets, quantiles, sketch });
      }
      for (const { suffix, label, value } of shown) {
        const key = `${suffix} ${label?.le ?? label?.quantile ?? ''}`;
        let column = columns.get(key);
        if (column === undefined) {
          column = { name: metric.exportedName + suffix, labels: { ...labels, ...label }, times: [], values: [] };
          columns.set(key, column);
        }
        column.times.push(timeSeconds);
        column.values.push(value);
      }
    },
    columns: () => [...columns.values()],
  };
}
