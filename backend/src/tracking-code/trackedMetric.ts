import type { MetricType } from '../contract/metricTypes.ts';
import type { ScriptOptions } from '../contract/scriptOptions.ts';

/** What the generator reads of a metric configuration. */
export interface TrackedMetric {
  readonly id: string;
  /** For people; goes into a comment. */
  readonly name: string;
  /** As samples name it, and as a page's own code names an event that only this metric is for. */
  readonly metricName: string;
  /** Its name in Prometheus, which no other metric of the owner has: a counter `x` and a gauge `x` both go by `x`. */
  readonly exportedName?: string;
  readonly metricType: MetricType;
  /** Declared label names and their defaults; one that begins with `$` is filled in the page. */
  readonly labels: Readonly<Record<string, string>>;
  readonly autoTrack: boolean;
  readonly trackingEvents: readonly string[];
  /** Those that are not given have their defaults. */
  readonly scriptOptions: Partial<ScriptOptions>;
}

/** Events that the script sees by itself. */
export const scriptEvents = [
  'page_view',
  'click',
  'form_submit',
  'outbound_click',
  'file_download',
  'scroll_depth',
  'engaged_time',
  'web_vital',
  'error',
  'page_load',
] as const;

const known: ReadonlySet<string> = new Set(scriptEvents);

/** The events that count; empty means every custom event and nothing built in. */
export function countedEvents({ autoTrack, trackingEvents }: TrackedMetric): readonly string[] {
  return autoTrack && trackingEvents.length === 0 ? ['page_view'] : trackingEvents;
}

/** Those of them that only the page can tell of; `any` when it may tell of whatever it likes. */
export function customEvents(metric: TrackedMetric): readonly string[] | 'any' {
  const events = countedEvents(metric);
  return events.length === 0 ? 'any' : events.filter((event) => !known.has(event));
}
