import { createHash } from 'node:crypto';
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
    scriptPath: '/api/v1/client/script.js',
    collectPath: '/api/v1/metrics',
    host: 'platform',
    transport: 'headers',
    ...more,
  };
}

/** Everything that a script can see, one event of the page's own, and the labels that most people declare. */
export const everything: Partial<TrackedMetric> = {
  trackingEvents: [...scriptEvents, 'signup'],
  labels: { event: '$event', path: '$path', referrer: '$referrer', device: '$device' },
};

/** Ids have nothing in common, as those of real metrics. */
const idOf = (n: number) => {
  const digits = createHash('sha256').update(`metric ${n}`).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
};

/** What the code of a site is generated from, all else is as for a counter of page views unless told otherwise. */
export function buildSiteRequest(
  given: readonly Partial<TrackedMetric>[],
  more: Partial<CodeRequest> = {},
): CodeRequest {
  const metrics = given.map((fields, n) => ({ ...metric, id: idOf(n), ...fields }));
  const browserToken = 'mt_k1.1.pLkJhGfDsAqWeRtYuIoPzX';
  return { ...buildCodeRequest(), scope: 'site', transport: 'simple', metrics, browserToken, ...more };
}

/** Five metrics of a usual website. */
export const fiveMetrics: readonly Partial<TrackedMetric>[] = [
  { labels: { path: '$path', referrer: '$referrer' } },
  { metricName: 'load_seconds', metricType: 'histogram', trackingEvents: ['page_load'], labels: { path: '$path' } },
  { metricName: 'web_vitals', metricType: 'histogram', trackingEvents: ['web_vital'], labels: { vital: '$vital' } },
  { metricName: 'errors', trackingEvents: ['error'], labels: { path: '$path' } },
  { metricName: 'signups', trackingEvents: ['signup'], labels: { plan: 'free' } },
];
