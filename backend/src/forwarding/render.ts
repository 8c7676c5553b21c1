import type { MetricType } from '../contract/metricTypes.ts';
import type { LabelSet } from '../metric/labels.ts';
import type { FlatSample, SeriesTotals } from '../metric/metricKind.ts';
import { metricKinds } from '../metric/metricKinds.ts';
import { renderNumber } from '../metric/renderNumber.ts';

/** One label set of a metric, with its totals, as read for a push. */
export interface TenantSeries extends SeriesTotals {
  readonly id: string;
  readonly exportedName: string;
  readonly type: MetricType;
  readonly labels: LabelSet;
  /** False while counters of this series must be shown as 0. */
  readonly promoted: boolean;
}

type FlatType = FlatSample['type'];

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
    family.lines.set(line, `${line} ${renderNumber(value)}\n`);
  };
  for (const one of series) {
    for (const { suffix, type, label, value } of metricKinds[one.type].flatten(one)) {
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

function renderLabels(labels: LabelSet): string {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return '';
  return `{${names.map((name) => `${name}="${escapeLabelValue(labels[name] ?? '')}"`).join(',')}}`;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information */
function escapeLabelValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
