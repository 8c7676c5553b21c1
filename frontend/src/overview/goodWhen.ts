import { countedEvents } from '../metric/events.ts';
import type { MetricDraft } from '../metric/metricDraft.ts';
import type { GoodWhen } from './change.ts';

const MORE = ['page_view', 'form_submit', 'file_download', 'engaged_time', 'scroll_depth', 'signup', 'purchase'];
const LESS = ['error', 'page_load', 'web_vital'];

/** Whether more of a metric is good news. Only the events of known meaning say so; a metric that also counts others is not judged. */
export function goodWhen(metric: Pick<MetricDraft, 'autoTrack' | 'trackingEvents'>): GoodWhen {
  const events = countedEvents(metric);
  if (events.length === 0) return 'neither';
  if (events.every((event) => MORE.includes(event))) return 'more';
  return events.every((event) => LESS.includes(event)) ? 'less' : 'neither';
}
