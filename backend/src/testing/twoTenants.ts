import type { PastSeries } from './backfilledPrometheus.ts';

/** Two tenants with the same metrics and labels and other numbers; and what belongs to neither. */
export const tenantA = '11111111-1111-4111-8111-111111111111';
export const tenantB = '22222222-2222-4222-8222-222222222222';

const samples = 40;
const rising = (step: number) => Array.from({ length: samples }, (_, i) => i * step);
const waving = (factor: number) => Array.from({ length: samples }, (_, i) => factor * ((i * 7) % 11));

/** Names that are words of PromQL are metrics here, too. */
export const metricNames = [
  'x',
  'y',
  'visits_total',
  'load',
  'sum',
  'and',
  'by',
  'rate',
  'start',
  'latency_seconds_bucket',
] as const;

export function seriesOfA(): PastSeries[] {
  return seriesOf(tenantA, 1);
}

/** What the platform stores about a tenant beside the tenant's own metrics, under the same label. */
export function platformSeriesOf(tenant: string): PastSeries[] {
  const names = ['push_time_seconds', 'push_failure_time_seconds', 'tenant_job:push_age_seconds:min'];
  return [
    ...names.map((name) => ({ name, labels: { job: 'uvp', tenant, place: 'gateway' }, values: rising(15) })),
    { name: 'tenant:active_series:count', labels: { tenant }, values: rising(0) },
    ...['ALERTS', 'ALERTS_FOR_STATE'].map((name) => ({
      name,
      labels: { job: 'uvp', tenant, alertname: 'PushRefused', severity: 'critical' },
      values: rising(0).map(() => 1),
    })),
  ];
}

/** The other tenant's, with a metric that A has not; series of the platform about both, and some of its own without a tenant. */
export function seriesOfOthers(): PastSeries[] {
  return [
    ...seriesOf(tenantB, 1000),
    ...platformSeriesOf(tenantA),
    ...platformSeriesOf(tenantB),
    { name: 'secret', labels: { job: 'uvp', tenant: tenantB, page: '/' }, values: waving(7) },
    { name: 'up', labels: { job: 'backend' }, values: rising(1) },
    { name: 'load', labels: { job: 'backend', page: '/' }, values: rising(3) },
    { name: 'target_info', labels: { job: 'uvp', secret: 'yes' }, values: rising(0).map(() => 1) },
  ];
}

function seriesOf(tenant: string, factor: number): PastSeries[] {
  const common = { job: 'uvp', tenant };
  return [
    ...['/', '/a', '/é'].flatMap((page, i) => [
      { name: 'visits_total', labels: { ...common, page, device: 'phone' }, values: rising(factor * (i + 1)) },
      { name: 'load', labels: { ...common, page }, values: waving(factor * (i + 1)) },
    ]),
    ...['x', 'y', 'sum', 'and', 'by', 'rate', 'start'].map((name, i) => ({
      name,
      labels: { ...common, page: '/', a: 'b' },
      values: waving(factor + i),
    })),
    ...['0.1', '1', '+Inf'].map((le, i) => ({
      name: 'latency_seconds_bucket',
      labels: { ...common, le },
      values: rising(factor * (i + 1)),
    })),
  ];
}
