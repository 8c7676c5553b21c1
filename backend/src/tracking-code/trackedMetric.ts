import type { MetricType } from '../contract/metricTypes.ts';
import type { ScriptOptions } from '../contract/scriptOptions.ts';

/** What the generator reads of a metric configuration. */
export interface TrackedMetric {
  readonly id: string;
  /** For people; goes into a comment. */
  readonly name: string;
  /** As samples name it. */
  readonly metricName: string;
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

/**
 * False for a metric that takes every custom event: its own script can, but that of a whole website must not, since most of the events
 * there are meant for other metrics.
 */
export function namesEvents(metric: TrackedMetric): boolean {
  return countedEvents(metric).length > 0;
}

/** Those of them that only the page can tell of; `any` when it may tell of whatever it likes. */
export function customEvents(metric: TrackedMetric): readonly string[] | 'any' {
  const events = countedEvents(metric);
  return events.length === 0 ? 'any' : events.filter((event) => !known.has(event));
}
