import type { Section } from './dashboard.ts';
import { lines } from './panels.ts';

/** A second, summed by labels. */
export const rateOf = (metric: string, by: string, more = '') =>
  `sum by (${by}) (rate(${metric}${more}[$__rate_interval]))`;
/** The usual three of one of our histograms. */
export const quantilesOf = (histogram: string) =>
  [0.5, 0.95, 0.99].map((q) => ({
    expr: `histogram_quantile(${q}, ${rateOf(`${histogram}_bucket`, 'le')})`,
    legend: `p${q * 100}`,
  }));
/** A series under this name where there would be none: nothing to show is good news, not a fault of the panel. */
const orNone = (expr: string, label: string) => `${expr} or label_replace(vector(0), "${label}", "none", "", "")`;

/** From a request to Postgres. */
export const ingestionSections: readonly Section[] = [
  {
    title: 'Ingestion',
    panels: [
      lines({
        title: 'Samples',
        description: 'Committed a second, by type.',
        unit: 'cps',
        width: 8,
        queries: [{ expr: rateOf('uvp_samples_accepted_total', 'type'), legend: '{{type}}' }],
      }),
      lines({
        title: 'Refused and repeated',
        description:
          'Samples refused and entries that senders gave up, by reason, and batches that had been counted before.',
        unit: 'cps',
        width: 8,
        queries: [
          { expr: rateOf('uvp_samples_rejected_total', 'code'), legend: '{{code}}' },
          { expr: 'sum(rate(uvp_batches_duplicate_total[$__rate_interval]))', legend: 'batches again' },
        ],
      }),
      lines({
        title: 'Failures',
        description: 'Failures of ours a second, by kind.',
        unit: 'cps',
        width: 8,
        queries: [{ expr: orNone(rateOf('uvp_errors_total', 'kind'), 'kind'), legend: '{{kind}}' }],
      }),
      lines({
        title: 'Requests',
        description: 'Answers a second, by status.',
        unit: 'reqps',
        width: 12,
        queries: [{ expr: rateOf('uvp_http_request_duration_seconds_count', 'status'), legend: '{{status}}' }],
      }),
      lines({
        title: '95th percentile by route',
        description: 'From the head of a request to the end of its answer.',
        unit: 's',
        width: 12,
        queries: [
          {
            expr: `histogram_quantile(0.95, ${rateOf('uvp_http_request_duration_seconds_bucket', 'le, method, route')})`,
            legend: '{{method}} {{route}}',
          },
        ],
      }),
    ],
  },
  {
    title: 'Postgres',
    panels: [
      lines({
        title: 'Commit time',
        description: 'Time to commit one group of requests. It waits for the disk; tens of milliseconds are slow.',
        unit: 's',
        width: 8,
        queries: quantilesOf('uvp_commit_duration_seconds'),
      }),
      lines({
        title: 'Requests in one commit',
        description: 'Average size of a group: it grows with load, and so keeps commits few.',
        unit: 'short',
        width: 8,
        queries: [
          {
            expr: 'sum(rate(uvp_commit_group_requests_sum[$__rate_interval])) / sum(rate(uvp_commit_group_requests_count[$__rate_interval]))',
            legend: 'requests',
          },
        ],
      }),
      lines({
        title: 'Waiting and run again',
        description: 'Requests that wait for a commit, and commits a second that had to be run again, by cause.',
        unit: 'short',
        width: 8,
        queries: [
          { expr: 'sum(uvp_ingest_queue_length)', legend: 'waiting' },
          { expr: orNone(rateOf('uvp_commit_retries_total', 'cause'), 'cause'), legend: 'again: {{cause}}' },
        ],
      }),
    ],
  },
];
