import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { startTestStack, type TestStack } from '../../backend/src/testing/testStack.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import type { Api } from '../src/api/client.ts';
import { queryTime } from '../src/api/prometheus.ts';
import { fetchBars, fetchCounts } from '../src/pages/fetchCounts.ts';
import type { Period } from '../src/period/period.ts';
import { realApi } from './realApi.ts';

/** Seconds that a bar stands for. */
const STEP = 3;

describeWith(['prometheus', 'pushgateway'], 'counts of a period, against what was sent', () => {
  let stack: TestStack;
  let server: TestPlatform;
  let tenant: TestTenant;
  let api: Api;
  /** Moments by Prometheus’s clock: before the first sample, between the first and the second wave, after both. */
  let start: number;
  let middle: number;
  let end: number;

  const send = async (counts: Readonly<Record<string, number>>) => {
    const metrics = Object.entries(counts).map(([page, value]) => ({ name: 'visits', value, labels: { page } }));
    expect((await server.push(tenant, metrics)).body).toMatchObject({ accepted: metrics.length, rejected: [] });
  };
  /** Waits until Prometheus has this total of a page, and gives a moment at which it does. */
  const scraped = async (page: string, total: number) => {
    await vi.waitFor(async () => expect(await stack.value(`visits_total{page="${page}"}`)).toBe(total), 20_000);
    return (await queryTime(api)) + 1;
  };
  const passed = (moment: number) =>
    vi.waitFor(async () => expect(await queryTime(api)).toBeGreaterThanOrEqual(moment), 10_000);

  beforeAll(async () => {
    stack = await startTestStack();
    server = await startTestPlatform({ env: stack.env });
    tenant = await server.signUp();
    api = realApi(server, { tenant });
    await server.createMetric(tenant, {
      name: 'Visits',
      metricName: 'visits',
      metricType: 'counter',
      labels: { page: '' },
    });
    start = await queryTime(api);
    await send({ '/': 7, '/docs': 5 });
    await scraped('/docs', 5);
    middle = await scraped('/', 7);
    await passed(middle);
    await send({ '/': 4, '/late': 3 });
    await send({ '/late': 10 });
    await scraped('/', 11);
    end = await scraped('/late', 13);
    await passed(end);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllGlobals();
    await server.stop();
    await stack.stop();
  });

  const periodOf = (fromSeconds: number, toSeconds: number, before: [number, number]): Period => ({
    id: 'test',
    title: 'a test',
    fromSeconds,
    toSeconds,
    before: { title: 'before', fromSeconds: before[0], toSeconds: before[1] },
    step: { seconds: STEP },
  });
  const numbers = (series: Awaited<ReturnType<typeof fetchCounts>>['now']) =>
    Object.fromEntries(series.map(({ labels, points }) => [labels.page ?? '', points[0]?.[1]]));

  it('are exact, also of series that are born in the period, and of the period before', async () => {
    const whole = await fetchCounts(api, 'visits_total', periodOf(middle, end, [start, middle]));
    expect([numbers(whole.now), numbers(whole.before)]).toEqual([{ '': 17 }, { '': 12 }]);
    const split = await fetchCounts(api, 'visits_total', periodOf(middle, end, [start, middle]), ['page']);
    expect(numbers(split.now)).toEqual({ '/': 4, '/docs': 0, '/late': 13 });
    expect(numbers(split.before)).toEqual({ '/': 7, '/docs': 5 });
  });

  it('have bars that add up to the whole', async () => {
    const period = periodOf(start, end, [start - 60, start]);
    const { ends, rows } = await fetchBars(api, 'visits_total', period, ['page']);
    expect(ends.at(-1)).toBe(end);
    const sums = rows.map(({ labels, counts }) => [
      labels.page,
      counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    ]);
    expect(Object.fromEntries(sums)).toEqual({ '/': 11, '/docs': 5, '/late': 13 });
    const whole = await fetchCounts(api, 'visits_total', period);
    expect([numbers(whole.now), numbers(whole.before)]).toEqual([{ '': 29 }, {}]);
    const [all] = (await fetchBars(api, 'visits_total', period)).rows;
    expect(all?.counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(29);
  });
});
