import { setTimeout as sleep } from 'node:timers/promises';
import type { TestPlatform, TestTenant } from '../../backend/src/testing/testPlatform.ts';

/** The metric that each dashboard is shown for, as Prometheus has it. */
export const tenantMetrics: Readonly<Record<string, string>> = {
  'uvp-counter': 'visits_total',
  'uvp-gauge': 'people_online',
  'uvp-histogram': 'load_seconds',
  'uvp-summary': 'order_value',
  'uvp-web-vitals': 'vitals_seconds',
};

/** Typical values of each vital in seconds; CLS has no unit. */
const vitals = { LCP: 2.1, INP: 0.12, CLS: 0.06, FCP: 1.2, TTFB: 0.5 };
const pages = ['/', '/pricing', '/docs'];

/**
 * A website's traffic for a dozen seconds, so that everything that is counted has a rate: metrics of all types with a label `page`,
 * a refused sample and a repeated batch. @param seen resolves with at least one series once Prometheus shows the first counter
 */
export async function pushVisits(
  server: TestPlatform,
  tenant: TestTenant,
  seen: () => Promise<readonly (readonly unknown[])[]>,
): Promise<void> {
  const create = (fields: Record<string, unknown>) => server.createMetric(tenant, { labels: { page: '' }, ...fields });
  await create({ metricName: 'visits', metricType: 'counter' });
  await create({ metricName: 'people_online', metricType: 'gauge' });
  await create({ metricName: 'load_seconds', metricType: 'histogram' });
  await create({ metricName: 'order_value', metricType: 'summary' });
  await create({ metricName: 'vitals_seconds', metricType: 'histogram', labels: { page: '', vital: '' } });
  const round = async (n: number) => {
    const metrics = pages.flatMap((page, index) => [
      { name: 'visits', value: 1 + index, labels: { page } },
      { name: 'people_online', value: 3 + ((n + index) % 4), labels: { page } },
      { name: 'load_seconds', value: [0.2, 0.4 + index, 1.1, 3], labels: { page } },
      { name: 'order_value', value: [12.5, 40 + n, 99], labels: { page } },
      ...Object.entries(vitals).map(([vital, typical]) => ({
        name: 'vitals_seconds',
        value: [typical / 2, typical, typical * 2],
        labels: { page, vital },
      })),
    ]);
    const { status, body } = await server.push(tenant, [...metrics, { name: 'visits', value: -1 }], {
      batchId: `b-${n}`,
    });
    if (status !== 202 || body.rejected.length !== 1) throw new Error(JSON.stringify(body));
    await server.push(tenant, metrics, { batchId: `b-${n}` });
  };
  await round(0);
  for (let tries = 0; ((await seen())[0]?.length ?? 0) === 0; tries += 1) {
    if (tries > 120) throw new Error('Prometheus shows no counter');
    await sleep(250);
  }
  for (let n = 1; n <= 12; n += 1) {
    await round(n);
    await sleep(1_000);
  }
}
