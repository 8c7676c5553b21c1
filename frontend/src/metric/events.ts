import type { MetricDraft, MetricType } from './metricDraft.ts';

/** Events that the script can see, and whether they carry a value: without one only a counter can take them. */
export const builtInEvents: readonly { name: string; meaning: string; hasValue: boolean }[] = [
  { name: 'page_view', meaning: 'a page was shown', hasValue: false },
  { name: 'click', meaning: 'a link or button was clicked', hasValue: false },
  { name: 'form_submit', meaning: 'a form was sent', hasValue: false },
  { name: 'outbound_click', meaning: 'a link to another host', hasValue: false },
  { name: 'file_download', meaning: 'a link to a file', hasValue: false },
  { name: 'error', meaning: 'an uncaught error', hasValue: false },
  { name: 'page_load', meaning: 'seconds to load the page', hasValue: true },
  { name: 'web_vital', meaning: 'LCP, INP, CLS …', hasValue: true },
  { name: 'engaged_time', meaning: 'seconds of attention', hasValue: true },
  { name: 'scroll_depth', meaning: '0 to 1', hasValue: true },
];

/** The events that count: for the API, `autoTrack` without any means page views. */
export function countedEvents({
  autoTrack,
  trackingEvents,
}: Pick<MetricDraft, 'autoTrack' | 'trackingEvents'>): readonly string[] {
  return autoTrack && trackingEvents.length === 0 ? ['page_view'] : trackingEvents;
}

/** True for an event that only the page's own code knows of. */
export function isOwnEvent(event: string): boolean {
  return !builtInEvents.some(({ name }) => name === event);
}

/** Why the script of a metric of this type cannot count an event, or undefined when it can. */
export function eventFault(event: string, type: MetricType): string | undefined {
  if (!/^[a-zA-Z][a-zA-Z0-9_.:-]{0,63}$/.test(event))
    return 'must be names of letters, digits, _ . : or -, beginning with a letter';
  const known = builtInEvents.find(({ name }) => name === event);
  return known && !known.hasValue && type !== 'counter'
    ? `cannot hold ${event}: it carries no value, so only a counter can take it`
    : undefined;
}
