import type { MetricType } from '../contract/metricTypes.ts';
import type { LabelSet } from '../ingestion/labels.ts';
import { type SketchCount, sketchQuantile } from '../ingestion/sketch.ts';

/** One label set of a metric, with its totals, as read for a push. */
export interface TenantSeries {
  readonly id: string;
  readonly exportedName: string;
  readonly type: MetricType;
  readonly labels: LabelSet;
  /** False while counters of this series must be shown as 0. */
  readonly promoted: boolean;
  /** Totals by slot, see `ingestion/seriesLayout.ts`. */
  readonly values: readonly number[];
  /** Upper bounds of a histogram, ascending. */
  readonly buckets: readonly number[] | null;
  /** Quantiles of a summary that are shown. */
  readonly quantiles: readonly number[] | null;
  /** A summary's observations of the last minutes; null when there are none. */
  readonly sketch: readonly SketchCount[] | null;
}

type FlatType = 'counter' | 'gauge';

/**
 * The body that replaces a tenant's group: text exposition format 0.0.4, in flat families. Every family is a counter or a gauge under
 * its own name, so no two tenants can disagree about the type of one. No HELP: it would be shown to all tenants.
 * Empty when nothing is to be shown.
 * @throws Error on a repeated series: with its check off the gateway would take it, and every scrape of everybody would fail
 */
export function renderTenant(series: Iterable<TenantSeries>): string {
  const families = new Map<string, { type: FlatType; lines: Map<string, string> }>();
  const write = (name: string, type: FlatType, labels: LabelSet, value: number) => {
    const family = families.get(name) ?? { type, lines: new Map<string, string>() };
    families.set(name, family);
    const line = name + renderLabels(labels);
    if (family.type !== type || family.lines.has(line)) throw new Error(`the series ${name} would be pushed twice`);
    family.lines.set(line, `${line} ${renderValue(value)}\n`);
  };
  for (const one of series) {
    for (const { suffix, type, label, value } of flatten(one)) {
      // A counter's first sample must be 0, or the increase that led to it is never seen.
      const shown = type === 'counter' && !one.promoted ? 0 : value;
      write(one.exportedName + suffix, type, { ...one.labels, ...label }, shown);
    }
  }
  let text = '';
  for (const [name, { type, lines }] of families) {
    text += `# TYPE ${name} ${type}\n`;
    for (const line of lines.values()) text += line;
  }
  return text;
}

interface FlatSample {
  readonly suffix: '' | '_bucket' | '_sum' | '_count';
  readonly type: FlatType;
  readonly label?: LabelSet;
  readonly value: number;
}

/** The samples that one label set of a metric shows. Buckets are stored plain and shown cumulative, with `+Inf`. */
function flatten({ type, values, buckets, quantiles, sketch }: TenantSeries): FlatSample[] {
  const [first = 0, second = 0] = values;
  switch (type) {
    case 'counter':
    case 'gauge':
      return [{ suffix: '', type, value: first }];
    case 'histogram': {
      const bounds = [...(buckets ?? []).map(renderValue), '+Inf'];
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
    }
    case 'summary': {
      const samples = (quantiles ?? []).flatMap((q): FlatSample[] => {
        const value = sketchQuantile(sketch ?? [], q);
        return value === undefined ? [] : [{ suffix: '', type: 'gauge', label: { quantile: renderValue(q) }, value }];
      });
      return [
        ...samples,
        { suffix: '_sum', type: 'counter', value: second },
        { suffix: '_count', type: 'counter', value: first },
      ];
    }
  }
}

function renderLabels(labels: LabelSet): string {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return '';
  return `{${names.map((name) => `${name}="${escapeLabelValue(labels[name] ?? '')}"`).join(',')}}`;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information */
function escapeLabelValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Any form that Go's ParseFloat takes; JavaScript's shortest round-trip form is one. */
function renderValue(value: number): string {
  if (!Number.isFinite(value)) throw new Error('a total is not finite');
  return String(value);
}
