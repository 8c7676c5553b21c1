import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../testing/testPlatform.ts';

/** Two processes' worth of caches, queues and connections over one database. */
let replicas: TestPlatform[];
beforeAll(async () => {
  const secrets = { JWT_SECRET: `${randomUUID()}${randomUUID()}` };
  const first = await startTestPlatform({ env: secrets });
  replicas = [first, await startTestPlatform({ env: secrets, database: first.database })];
});
afterAll(async () => {
  for (const replica of [...replicas].reverse()) await replica.stop();
});

const page = fc.constantFrom('', '/a', '/b', '/c');
const observation = fc.integer({ min: 0, max: 4_000 }).map((n) => n / 100);
const sample = fc.oneof(
  fc.record({ name: fc.constant('hits'), value: fc.nat(50), page }),
  fc.record({
    name: fc.constant('wait'),
    value: fc.oneof(observation, fc.array(observation, { minLength: 1, maxLength: 4 })),
    page,
  }),
  fc.record({
    name: fc.constant('size'),
    value: fc.oneof(observation, fc.array(observation, { minLength: 1, maxLength: 4 })),
    page,
  }),
);
type Sample = { name: string; value: number | number[]; page: string };

/** Everything that is stored of a tenant's totals: per metric and label set the slots, and the sketch by bucket. */
async function stored(tenant: TestTenant): Promise<unknown> {
  const { rows } = await (replicas[0] as TestPlatform).database.pool.query(
    `select c.metric_name as name, s.labels,
            (select array_agg(round(t.value::numeric, 6)::text order by t.slot) from totals t
             where t.slot >= s.first_slot and t.slot < s.first_slot + s.slot_count) as totals,
            (select jsonb_object_agg(k.bucket, k.count) from (
               select bucket, sum(count) as count from summary_sketches where first_slot = s.first_slot group by bucket) k) as sketch
     from series s join metric_configs c on c.id = s.metric_config_id
     where s.tenant_id = $1 order by c.metric_name, s.labels::text`,
    [tenant.id],
  );
  return rows;
}

async function createTenant(): Promise<TestTenant> {
  const [server] = replicas as [TestPlatform];
  const tenant = await server.signUp();
  const labels = { page: '' };
  await server.createMetric(tenant, { metricName: 'hits', metricType: 'counter', labels });
  await server.createMetric(tenant, { metricName: 'wait', metricType: 'histogram', labels, buckets: [1, 5, 20] });
  await server.createMetric(tenant, { metricName: 'size', metricType: 'summary', labels });
  return tenant;
}

async function push(replica: TestPlatform | undefined, tenant: TestTenant, samples: Sample[]): Promise<void> {
  const metrics = samples.map(({ name, value, page: at }) => ({ name, value, labels: { page: at } }));
  const answer = await replica?.push(tenant, metrics);
  expect(answer).toMatchObject({ status: 202, body: { accepted: samples.length, rejected: [] } });
}

it('gives the same totals however samples are split over batches and processes, and in whatever order they arrive', {
  timeout: 60_000,
}, async () => {
  const assignment = fc.record({ sample, order: fc.nat(), batch: fc.nat(5), replica: fc.nat(1) });
  await fc.assert(
    fc.asyncProperty(fc.array(assignment, { minLength: 1, maxLength: 30 }), async (assigned) => {
      const [together, apart] = await Promise.all([createTenant(), createTenant()]);
      await push(
        replicas[0],
        together,
        assigned.map((one) => one.sample),
      );
      const batches = new Map<string, typeof assigned>();
      for (const one of assigned) {
        const key = `${one.batch} ${one.replica}`;
        batches.set(key, [...(batches.get(key) ?? []), one]);
      }
      await Promise.all(
        [...batches.values()].map((batch) => {
          const samples = [...batch].sort((a, b) => a.order - b.order).map((one) => one.sample);
          return push(replicas[batch[0]?.replica ?? 0], apart, samples);
        }),
      );
      expect(await stored(apart)).toEqual(await stored(together));
    }),
    { numRuns: 25 },
  );
});
