import type { TestPlatform, TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { type DemoSeries, demoTimes, growing, wandering } from './demoHistory.ts';

export interface DemoAccount {
  readonly tenant: TestTenant;
  readonly ids: Readonly<Record<'views' | 'load' | 'queue' | 'checkout' | 'signups', string>>;
  readonly times: readonly number[];
  readonly history: readonly DemoSeries[];
}

const PATHS: readonly (readonly [path: string, perMinute: number])[] = [
  ['/', 34],
  ['/pricing', 17],
  ['/docs', 12],
  ['/blog/:id', 7],
  ['/checkout', 3],
];
const BUCKETS = [0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 10];
const SHARES = [0.02, 0.1, 0.28, 0.27, 0.14, 0.08, 0.04, 0.03, 0.02, 0.01, 0.005, 0.005];

/** An account with one metric of each type: what it has sent by now, and the history that Prometheus would have of it. */
export async function makeDemoAccount(server: TestPlatform): Promise<DemoAccount> {
  const tenant = await signUp(server);
  const times = demoTimes(Date.now());
  const make = (fields: Record<string, unknown>) => server.createMetric(tenant, fields);
  const ids = {
    views: await make({
      name: 'Page views',
      metricName: 'page_views',
      metricType: 'counter',
      labels: { path: '$path', device: '$device' },
      trackingEvents: ['page_view'],
      autoTrack: true,
    }),
    load: await make({
      name: 'Page load time',
      metricName: 'page_load_seconds',
      metricType: 'histogram',
      labels: { device: '$device' },
      trackingEvents: ['page_load'],
      autoTrack: true,
      buckets: BUCKETS,
    }),
    signups: await make({
      name: 'Sign-ups',
      metricName: 'signups',
      metricType: 'counter',
      labels: { plan: 'free' },
      trackingEvents: ['signup'],
    }),
    queue: await make({
      name: 'Orders waiting',
      metricName: 'orders_waiting',
      metricType: 'gauge',
      labels: { shop: '' },
    }),
    checkout: await make({
      name: 'Checkout duration',
      metricName: 'checkout_seconds',
      metricType: 'summary',
      labels: {},
      quantiles: [0.5, 0.9, 0.99],
    }),
  };
  const history = [...views(times), ...signups(times), ...load(times), ...queue(times), ...checkout(times)].map(
    (one) => ({
      ...one,
      labels: { job: 'uvp', tenant: tenant.id, ...one.labels },
    }),
  );
  await sendTotals(server, tenant, history);
  return { tenant, ids, times, history };
}

const views = (times: readonly number[]): DemoSeries[] =>
  PATHS.flatMap(([path, perMinute], index) =>
    ['desktop', 'mobile'].map((device, which) => ({
      family: 'page_views_total',
      labels: { path, device },
      values: growing(times, perMinute * (which === 0 ? 1.3 : 0.7), index * 2 + which + 1),
    })),
  );

const signups = (times: readonly number[]): DemoSeries[] =>
  ['free', 'pro'].map((plan, index) => ({
    family: 'signups_total',
    labels: { plan },
    values: growing(times, index === 0 ? 4 : 3, 40 + index),
  }));

function load(times: readonly number[]): DemoSeries[] {
  return ['desktop', 'mobile'].flatMap((device, which) => {
    const parts = SHARES.map((_, index) => {
      const share = SHARES[Math.max(0, index - which)] ?? 0;
      return growing(times, 60 * share, 60 + index + which * 20);
    });
    const upTo = (count: number) =>
      times.map((_, at) => parts.slice(0, count).reduce((sum, part) => sum + (part[at] ?? 0), 0));
    const bounds = [...BUCKETS.map(String), '+Inf'];
    return [
      ...bounds.map((le, index) => ({
        family: 'page_load_seconds_bucket',
        labels: { device, le },
        values: upTo(index + 1),
      })),
      { family: 'page_load_seconds_count', labels: { device }, values: upTo(bounds.length) },
      { family: 'page_load_seconds_sum', labels: { device }, values: upTo(bounds.length).map((count) => count * 0.92) },
    ];
  });
}

const queue = (times: readonly number[]): DemoSeries[] =>
  ['berlin', 'lisbon'].map((shop, index) => ({
    family: 'orders_waiting',
    labels: { shop },
    values: wandering(times, 18 - index * 6, 80 + index),
  }));

function checkout(times: readonly number[]): DemoSeries[] {
  const count = growing(times, 6, 90);
  return [
    ...[0.5, 0.9, 0.99].map((quantile, index) => ({
      family: 'checkout_seconds',
      labels: { quantile: String(quantile) },
      values: wandering(times, 20 + index * 25, 95 + index).map((value) => value / 10),
    })),
    { family: 'checkout_seconds_count', labels: {}, values: count },
    { family: 'checkout_seconds_sum', labels: {}, values: count.map((value) => value * 2.4) },
  ];
}

/** The same totals for Postgres, in as few samples as possible. */
async function sendTotals(server: TestPlatform, tenant: TestTenant, history: readonly DemoSeries[]): Promise<void> {
  const own = ({ job: _job, tenant: _tenant, ...labels }: Readonly<Record<string, string>>) => labels;
  const last = ({ values }: DemoSeries) => values.at(-1) ?? 0;
  const of = (family: string) => history.filter((one) => one.family === family);
  const metrics: unknown[] = [
    ...of('page_views_total').map((one) => ({ name: 'page_views', value: last(one), labels: own(one.labels) })),
    ...of('signups_total').map((one) => ({ name: 'signups', value: last(one), labels: own(one.labels) })),
    ...of('orders_waiting').map((one) => ({ name: 'orders_waiting', value: last(one), labels: own(one.labels) })),
    { name: 'checkout_seconds', value: [1.2, 2.1, 2.4, 2.9, 4.8, 7.7] },
    ...['desktop', 'mobile'].map((device) => ({
      name: 'page_load_seconds',
      value: [0.2, 0.4, 0.7, 0.9, 1.4, 2.2],
      labels: { device },
    })),
  ];
  const answer = await server.push(tenant, metrics);
  for (let batch = 0; batch < 12; batch += 1) {
    const value = SHARES.flatMap((share, index) =>
      Array<number>(Math.round(share * 900)).fill((BUCKETS[index] ?? 12) * 0.9),
    );
    await server.push(tenant, [
      { name: 'page_load_seconds', value, labels: { device: batch % 3 === 0 ? 'mobile' : 'desktop' } },
    ]);
  }
  if (answer.status !== 202)
    throw new Error(`the totals were answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

async function signUp(server: TestPlatform): Promise<TestTenant> {
  const person = { email: 'ada@example.com', password: 'seven quiet lanterns' };
  const { body } = await server.call<{
    token: string;
    user: { id: string };
    apiKey: { id: string; apiKey: string; apiSecret: string };
  }>('POST', '/api/v1/auth/signup', { body: { ...person, firstName: 'Ada', lastName: 'Lovelace' } });
  const { id: apiKeyId, apiKey, apiSecret } = body.apiKey;
  return { ...person, id: body.user.id, token: body.token, apiKeyId, apiKey, apiSecret };
}
