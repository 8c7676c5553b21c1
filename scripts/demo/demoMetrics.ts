/** What `POST /api/v1/metric-configs` takes. */
export interface DemoMetric {
  readonly name: string;
  readonly description: string;
  readonly metricName: string;
  readonly metricType: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly labels: Readonly<Record<string, string>>;
  readonly trackingEvents: readonly string[];
  readonly inPages: boolean;
  readonly buckets?: readonly number[];
}

/** What a small shop wants to know; every type is among them. */
export const demoMetrics: readonly DemoMetric[] = [
  {
    name: 'Page views',
    description: 'Pages that were shown. Referrer and campaign belong to the first page of a visit.',
    metricName: 'page_views',
    metricType: 'counter',
    labels: { path: '$path', device: '$device', referrer: '$referrer', campaign: '$utm_campaign' },
    trackingEvents: ['page_view'],
    inPages: true,
  },
  {
    name: 'Orders',
    description: 'Orders that were placed, by the way of payment.',
    metricName: 'orders',
    metricType: 'counter',
    labels: { payment: '' },
    trackingEvents: ['order'],
    inPages: true,
  },
  {
    name: 'Revenue in euros',
    description: 'What the orders are worth.',
    metricName: 'revenue_euros',
    metricType: 'counter',
    labels: {},
    trackingEvents: ['revenue'],
    inPages: true,
  },
  {
    name: 'Added to cart',
    description: 'Products that were put into a cart.',
    metricName: 'cart_additions',
    metricType: 'counter',
    labels: { product: '' },
    trackingEvents: ['add_to_cart'],
    inPages: true,
  },
  {
    name: 'Searches',
    description: 'Searches in the shop, and whether they found a product.',
    metricName: 'searches',
    metricType: 'counter',
    labels: { found: '' },
    trackingEvents: ['search'],
    inPages: true,
  },
  {
    name: 'Page errors',
    description: 'JavaScript errors, by page.',
    metricName: 'page_errors',
    metricType: 'counter',
    labels: { path: '$path' },
    trackingEvents: ['error'],
    inPages: true,
  },
  {
    name: 'Page load time',
    description: 'Seconds from the request to the end of loading.',
    metricName: 'page_load_seconds',
    metricType: 'histogram',
    labels: { device: '$device' },
    trackingEvents: ['page_load'],
    inPages: true,
    buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 10],
  },
  {
    name: 'Web vitals',
    description: 'How pages feel: LCP, INP, FCP and TTFB in seconds, CLS without a unit.',
    metricName: 'web_vitals',
    metricType: 'histogram',
    labels: { vital: '$vital' },
    trackingEvents: ['web_vital'],
    inPages: true,
    // Each limit of "good" and "poor" is one: https://web.dev/articles/vitals
    buckets: [0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.8, 1.2, 1.8, 2.5, 3, 4, 6, 10],
  },
  {
    name: 'Engaged time',
    description: 'Seconds that a page had the focus.',
    metricName: 'engaged_seconds',
    metricType: 'summary',
    labels: { device: '$device' },
    trackingEvents: ['engaged_time'],
    inPages: true,
  },
  {
    name: 'Visitors online',
    description: 'Visits that are going on. The server of the shop sends it, no page does.',
    metricName: 'visitors_online',
    metricType: 'gauge',
    labels: {},
    trackingEvents: [],
    inPages: false,
  },
];
