import type { MetricType } from '../ingestion/metricTypes.ts';
import { countedEvents, scriptEvents, type TrackedMetric, type Transport } from './trackedMetric.ts';

const typeFeatures: Record<MetricType, string> = {
  counter: 'type.counter',
  gauge: 'type.gauge',
  histogram: 'type.observations',
  summary: 'type.observations',
};

const labelFeatures = ['path', 'event', 'referrer', 'device', 'language', 'title', 'screen', 'utm'] as const;

/** Every feature that a piece of the page's script may need. */
export const allFeatures: readonly string[] = [
  ...new Set(Object.values(typeFeatures)),
  ...labelFeatures.map((label) => `label.${label}`),
  ...scriptEvents.map((event) => `event.${event}`),
  'event.custom',
  'transport.headers',
];

/** What the script of one configuration must be able to do, and no more. */
export function featuresOf(metric: TrackedMetric, transport: Transport): ReadonlySet<string> {
  const events = countedEvents(metric);
  const known: ReadonlySet<string> = new Set(scriptEvents);
  const features = new Set([typeFeatures[metric.metricType]]);
  for (const event of events) features.add(known.has(event) ? `event.${event}` : 'event.custom');
  if (events.length === 0) features.add('event.custom');
  for (const source of Object.values(metric.labels)) {
    if (source.startsWith('$')) features.add(source.startsWith('$utm_') ? 'label.utm' : `label.${source.slice(1)}`);
  }
  if (transport === 'headers') features.add('transport.headers');
  return features;
}
