/** What `POST /api/v1/metric-configs` takes. */
export interface DemoMetric {
  readonly name: string;
  readonly metricName: string;
  readonly metricType: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly labels: Readonly<Record<string, string>>;
  readonly trackingEvents: readonly string[];
}

/** One of each type, as a shop would describe them. */
export const demoMetrics: readonly DemoMetric[] = [
  {
    name: 'Page views',
    metricName: 'page_views',
    metricType: 'counter',
    labels: { path: '$path', device: '$device', referrer: '$referrer' },
    trackingEvents: ['page_view'],
  },
  {
    name: 'Sign-ups',
    metricName: 'signups',
    metricType: 'counter',
    labels: { plan: 'free' },
    trackingEvents: ['signup'],
  },
  {
    name: 'Page load time',
    metricName: 'page_load_seconds',
    metricType: 'histogram',
    labels: { device: '$device' },
    trackingEvents: ['page_load'],
  },
  {
    name: 'Engaged time',
    metricName: 'engaged_seconds',
    metricType: 'summary',
    labels: { path: '$path' },
    trackingEvents: ['engaged_time'],
  },
  {
    name: 'Visitors online',
    metricName: 'visitors_online',
    metricType: 'gauge',
    labels: {},
    // Only a server can know; an event that no page tells of.
    trackingEvents: ['visitors'],
  },
];
