import type { CodeRequest } from '../tracking-code/assemble.ts';
import { scriptEvents, type TrackedMetric } from '../tracking-code/trackedMetric.ts';

const metric: TrackedMetric = {
  id: '9f699912-bc50-4166-abfe-b4f9c94ee238',
  name: 'Page views',
  metricName: 'page_views',
  metricType: 'counter',
  labels: {},
  autoTrack: true,
  trackingEvents: [],
  scriptOptions: {},
};

/** What the code of a counter of page views is generated from, unless told otherwise; key and token look like real ones. */
export function buildCodeRequest(fields: Partial<TrackedMetric> = {}, more: Partial<CodeRequest> = {}): CodeRequest {
  return {
    scope: 'metric',
    metrics: [{ ...metric, ...fields }],
    apiKey: 'mk_dmJXoZ4VJ5XPUxTdtoat',
    browserToken: 'mb_k1.1.n2mZErxQQWar_rT5yU7iOA.pLkJhGfDsAqWeRtYuIoPzX',
    publicUrl: 'https://metrics.example.test',
    transport: 'headers',
    ...more,
  };
}

/** Everything that a script can see, one event of the page's own, and the labels that most people declare. */
export const everything: Partial<TrackedMetric> = {
  trackingEvents: [...scriptEvents, 'signup'],
  labels: { event: '$event', path: '$path', referrer: '$referrer', device: '$device' },
};
