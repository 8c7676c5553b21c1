import { emptyDraft, type MetricDraft } from './metricDraft.ts';
import { vitalBuckets } from './vitals.ts';

export interface Template {
  readonly id: string;
  readonly title: string;
  /** One line: what one will see. */
  readonly promise: string;
  readonly draft: MetricDraft;
}

/** What most websites want to know, ready to be created or changed. */
export const templates: readonly Template[] = [
  {
    id: 'page-views',
    title: 'Page views',
    promise: 'Which pages are read, and when',
    draft: {
      ...emptyDraft,
      name: 'Page views',
      metricName: 'page_views',
      labels: { path: '$path', device: '$device' },
      autoTrack: true,
      trackingEvents: ['page_view'],
    },
  },
  {
    id: 'referrers',
    title: 'Referrers',
    promise: 'Which websites visitors come from',
    draft: {
      ...emptyDraft,
      name: 'Referrers',
      metricName: 'page_views_by_referrer',
      labels: { referrer: '$referrer' },
      autoTrack: true,
      trackingEvents: ['page_view'],
    },
  },
  {
    id: 'page-load',
    title: 'Page load time',
    promise: 'How long visitors wait: p50, p95, p99',
    draft: {
      ...emptyDraft,
      name: 'Page load time',
      metricName: 'page_load_seconds',
      metricType: 'histogram',
      labels: { path: '$path', device: '$device' },
      autoTrack: true,
      trackingEvents: ['page_load'],
      buckets: [0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 10],
    },
  },
  {
    id: 'web-vitals',
    title: 'Web vitals',
    promise: 'p75 of LCP, INP and CLS of real visits',
    draft: {
      ...emptyDraft,
      name: 'Web vitals',
      metricName: 'web_vitals',
      metricType: 'histogram',
      labels: { vital: '$vital', device: '$device' },
      autoTrack: true,
      trackingEvents: ['web_vital'],
      buckets: vitalBuckets,
    },
  },
  {
    id: 'errors',
    title: 'Errors',
    promise: 'JavaScript errors, by page',
    draft: {
      ...emptyDraft,
      name: 'Errors',
      metricName: 'page_errors',
      labels: { path: '$path' },
      autoTrack: true,
      trackingEvents: ['error'],
    },
  },
  {
    id: 'clicks',
    title: 'Clicks',
    promise: 'Links and buttons, by page',
    draft: {
      ...emptyDraft,
      name: 'Clicks',
      metricName: 'clicks',
      labels: { path: '$path' },
      autoTrack: true,
      trackingEvents: ['click'],
    },
  },
  {
    id: 'downloads',
    title: 'Downloads',
    promise: 'Links to files, by page',
    draft: {
      ...emptyDraft,
      name: 'Downloads',
      metricName: 'downloads',
      labels: { path: '$path' },
      autoTrack: true,
      trackingEvents: ['file_download'],
    },
  },
  {
    id: 'sign-ups',
    title: 'Sign-ups',
    promise: 'New customers, by plan',
    draft: {
      ...emptyDraft,
      name: 'Sign-ups',
      metricName: 'signups',
      labels: { plan: 'free' },
      trackingEvents: ['signup'],
    },
  },
  {
    id: 'revenue',
    title: 'Revenue',
    promise: 'Money, added up, by plan',
    draft: {
      ...emptyDraft,
      name: 'Revenue',
      description: 'In the currency of the label.',
      metricName: 'revenue',
      labels: { plan: '', currency: 'EUR' },
      trackingEvents: ['purchase'],
    },
  },
  {
    id: 'custom',
    title: 'Something else',
    promise: 'Start from nothing',
    draft: emptyDraft,
  },
];

export function templateOf(id: string | undefined): Template | undefined {
  return templates.find((template) => template.id === id);
}
