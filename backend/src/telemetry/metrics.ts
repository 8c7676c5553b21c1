import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { metricTypes } from '../contract/metricTypes.ts';
import { rejectionCodes } from '../contract/rejectionCodes.ts';
import { securityEvents, securityResults } from './securityEvents.ts';

/** The product's own metrics, all of them. Label values come from closed sets. */
export interface Metrics {
  readonly registry: Registry;
  /** Requests answered; `route` is the pattern of the route, never the path. */
  readonly httpRequestSeconds: Histogram<'method' | 'route' | 'status'>;
  /** Samples committed. */
  readonly samplesAccepted: Counter<'type'>;
  /** Samples refused, and entries that senders gave up, by the code that the owner sees. */
  readonly samplesRejected: Counter<'code'>;
  /** Samples that were left out because robots sent them. */
  readonly samplesFromRobots: Counter;
  /** Batches whose id had been seen before. */
  readonly batchesDuplicate: Counter;
  /** From the start of a group's commit to Postgres's answer. */
  readonly commitSeconds: Histogram;
  /** Requests that shared one commit. */
  readonly commitGroupRequests: Histogram;
  /** Commits that were run again, by cause. */
  readonly commitRetries: Counter<'cause'>;
  /** Requests waiting for a commit. */
  readonly ingestQueueLength: Gauge;
  /** PUT or DELETE at a Pushgateway. */
  readonly pushSeconds: Histogram<'outcome'>;
  /** Age of the oldest totals that have not been pushed; 0 when all have. */
  readonly totalsLagSeconds: Gauge;
  /** Tenants whose totals wait for a push. */
  readonly tenantsDue: Gauge;
  /** Connections that a limit has cost: idle ones given up for new ones, new ones refused. */
  readonly connectionsLimited: Counter<'limit' | 'action'>;
  /** Failures, by kind. */
  readonly errors: Counter<'kind'>;
  /** What the security log tells of. */
  readonly securityEvents: Counter<'event' | 'result'>;
  /** Has the size of a cache exported, asked for at every scrape. */
  watchCache(cache: CacheName, bytes: () => number): void;
}

/** Caches whose size is exported; `docs/operations.md` lists all that is kept in memory. */
export type CacheName = 'slots' | 'metric_configs' | 'api_keys' | 'batch_ids';

/** A registry of its own, so that several servers can run in one process. */
export function createMetrics(options: { processMetrics?: boolean; lostLogLines?: () => number } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  const cacheBytes = new Map<CacheName, () => number>();
  const cacheGauge = new Gauge({
    name: 'uvp_cache_bytes',
    help: 'Memory that a cache takes, about.',
    labelNames: ['cache'],
    registers,
    collect() {
      for (const [cache, bytes] of cacheBytes) cacheGauge.set({ cache }, bytes());
    },
  });
  const metrics: Metrics = {
    watchCache: (cache, bytes) => {
      cacheBytes.set(cache, bytes);
    },
    registry,
    httpRequestSeconds: new Histogram({
      name: 'uvp_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: latencyBuckets,
      registers,
    }),
    samplesAccepted: new Counter({
      name: 'uvp_samples_accepted_total',
      help: 'Samples committed to Postgres.',
      labelNames: ['type'],
      registers,
    }),
    samplesRejected: new Counter({
      name: 'uvp_samples_rejected_total',
      help: 'Samples refused, and entries that senders gave up, by reason.',
      labelNames: ['code'],
      registers,
    }),
    samplesFromRobots: new Counter({
      name: 'uvp_samples_from_robots_total',
      help: 'Samples that were left out because robots sent them.',
      registers,
    }),
    batchesDuplicate: new Counter({
      name: 'uvp_batches_duplicate_total',
      help: 'Batches that were not added because their id had been seen.',
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'uvp_commit_duration_seconds',
      help: 'Time to commit one group of requests.',
      buckets: latencyBuckets,
      registers,
    }),
    commitGroupRequests: new Histogram({
      name: 'uvp_commit_group_requests',
      help: 'Requests in one commit.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
      registers,
    }),
    commitRetries: new Counter({
      name: 'uvp_commit_retries_total',
      help: 'Groups that were committed again, by cause.',
      labelNames: ['cause'],
      registers,
    }),
    ingestQueueLength: new Gauge({
      name: 'uvp_ingest_queue_length',
      help: 'Requests that wait for a commit.',
      registers,
    }),
    pushSeconds: new Histogram({
      name: 'uvp_push_duration_seconds',
      help: 'Time of one push to a Pushgateway, by outcome.',
      labelNames: ['outcome'],
      buckets: latencyBuckets,
      registers,
    }),
    totalsLagSeconds: new Gauge({
      name: 'uvp_totals_lag_seconds',
      help: 'Time since the oldest change of totals that is not in a Pushgateway yet.',
      // Every process sees the same.
      aggregator: 'max',
      registers,
    }),
    tenantsDue: new Gauge({
      name: 'uvp_tenants_due',
      help: 'Tenants whose totals wait for a push.',
      // Every process sees the same.
      aggregator: 'max',
      registers,
    }),
    connectionsLimited: new Counter({
      name: 'uvp_connections_limited_total',
      help: 'Connections closed because there were too many, from one address or in all.',
      labelNames: ['limit', 'action'],
      registers,
    }),
    errors: new Counter({ name: 'uvp_errors_total', help: 'Failures, by kind.', labelNames: ['kind'], registers }),
    securityEvents: new Counter({
      name: 'uvp_security_events_total',
      help: 'Sign-ups, sign-ins and -outs, changes of accounts, keys, tokens and configurations, and refused credentials, by result.',
      labelNames: ['event', 'result'],
      registers,
    }),
  };
  const { lostLogLines } = options;
  if (lostLogLines) {
    new Counter({
      name: 'uvp_log_lines_lost_total',
      help: 'Log lines that could not be written: the disk is full, or nobody reads them.',
      registers,
      collect() {
        this.reset();
        this.inc(lostLogLines());
      },
    });
  }
  // A counter that Prometheus first sees at 1 has no increase: those whose labels are known begin at 0.
  for (const type of metricTypes) metrics.samplesAccepted.inc({ type }, 0);
  for (const limit of ['address', 'total']) {
    for (const action of ['given_up', 'refused']) metrics.connectionsLimited.inc({ limit, action }, 0);
  }
  for (const code of rejectionCodes) metrics.samplesRejected.inc({ code }, 0);
  for (const event of securityEvents)
    for (const result of securityResults) metrics.securityEvents.inc({ event, result }, 0);
  return metrics;
}
