import type { MetricType } from '../contract/metricTypes.ts';
import type { Transport } from '../contract/transports.ts';
import { metricKinds } from '../metric/metricKinds.ts';
import { completeScriptOptions } from './scriptOptions.ts';
import { countedEvents, customEvents, scriptEvents, type TrackedMetric } from './trackedMetric.ts';

const typeFeatures: Record<MetricType, string> = {
  counter: 'type.counter',
  gauge: 'type.gauge',
  histogram: 'type.observations',
  summary: 'type.observations',
};

const labelSources = [
  'path',
  'event',
  'referrer',
  'device',
  'language',
  'vital',
  'host',
  'title',
  'screen',
  'utm',
] as const;
const seenOnElements = ['click', 'form_submit', 'outbound_click', 'file_download', 'custom'];
const toldAtTheEnd = ['engaged_time', 'scroll_depth', 'web_vital'];
const withValues = [...toldAtTheEnd, 'page_load', 'custom'];

/** Every feature that a piece of the page's script may need. */
export const allFeatures: readonly string[] = [
  ...new Set(Object.values(typeFeatures)),
  ...scriptEvents.map((event) => `event.${event}`),
  'event.custom',
  ...labelSources.map((source) => `label.${source}`),
  'label.patterns',
  ...[
    'page',
    'labels',
    'plain',
    'full',
    'lean',
    'values',
    'scaled',
    'gated',
    'sampling',
    'persist',
    'privacy.gpc',
    'privacy.dnt',
  ],
  ...['elements', 'ends', 'timings', 'routes', 'routes.hash', 'routes.query', 'transport.headers'],
];

/** What one metric wants to leave in a visitor's browser, no other may put there. */
export function persists(metrics: readonly TrackedMetric[]): boolean {
  return metrics.every(({ scriptOptions }) => completeScriptOptions(scriptOptions).persist);
}

/** What a script must be able to do for all of its metrics together: send, and keep what it cannot send. */
export function sharedFeatures(metrics: readonly TrackedMetric[], transport: Transport): ReadonlySet<string> {
  const features = new Set(metrics.flatMap((metric) => [...featuresOf(metric, transport)]));
  if (!persists(metrics)) features.delete('persist');
  if (metrics.length > 1 || features.has('full')) {
    features.delete('lean');
    features.add('full');
  }
  return features;
}

/** What the script must be able to do for one metric, and no more. */
export function featuresOf(metric: TrackedMetric, transport: Transport): ReadonlySet<string> {
  const options = completeScriptOptions(metric.scriptOptions);
  const sources = Object.values(metric.labels).filter((value) => value.startsWith('$'));
  const labels = Object.keys(metric.labels).length > 0;
  const custom = customEvents(metric);
  const events = countedEvents(metric).map((event) => (custom.includes(event) ? 'custom' : event));
  if (custom === 'any') events.push('custom');
  const sees = (...some: readonly string[]) => some.some((event) => events.includes(event));

  const { needsValue } = metricKinds[metric.metricType];
  const features = new Set(['page', typeFeatures[metric.metricType], ...events.map((event) => `event.${event}`)]);
  const want = (feature: string, wanted: boolean) => wanted && features.add(feature);
  for (const source of sources) features.add(source.startsWith('$utm_') ? 'label.utm' : `label.${source.slice(1)}`);
  want('label.patterns', features.has('label.path') && options.pathPatterns.length > 0);
  want(labels ? 'labels' : 'plain', true);
  // One series of sums or last values never grows; whatever does needs the means against growing too big.
  want(labels || options.persist || features.has('type.observations') ? 'full' : 'lean', true);
  want('values', needsValue || sees(...withValues));
  want('transport.headers', transport === 'headers');
  want('sampling', options.sampleOneIn > 1);
  want('scaled', options.sampleOneIn > 1 && !needsValue);
  want('gated', options.sampleOneIn > 1 || options.respectGpc || options.respectDnt);
  want('persist', options.persist);
  want('privacy.gpc', options.respectGpc);
  want('privacy.dnt', options.respectDnt);
  want('elements', sees(...seenOnElements));
  want('ends', sees(...toldAtTheEnd));
  want('timings', sees('web_vital', 'page_load'));
  want(
    'routes',
    features.has('ends') || features.has('label.path') || features.has('label.referrer') || sees('page_view'),
  );
  want('routes.hash', features.has('routes') && options.hashRoutes);
  want('routes.query', features.has('routes') && options.queryRoutes.length > 0);
  return features;
}
