import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../backend/src/testing/testPlatform.ts';
import { startTestStack, type TestStack } from '../../backend/src/testing/testStack.ts';
import { describeWith } from '../../scripts/vitest/testTools.ts';
import type { Api } from '../src/api/client.ts';
import { createMetricConfig, fetchSeries, fetchStats, type MetricConfig } from '../src/api/metricConfigs.ts';
import { queryInstant, queryTime } from '../src/api/prometheus.ts';
import { queriesOf, rankingQuery } from '../src/graph/promql.ts';
import { viewsOf } from '../src/graph/views.ts';
import { estimateSeries } from '../src/metric/estimate.ts';
import { headlineOf } from '../src/metric/headline.ts';
import { emptyDraft, exportedNames, type MetricDraft, metricTypes } from '../src/metric/metricDraft.ts';
import { usualQuantiles } from '../src/metric/metricRules.ts';
import { cardsOf } from '../src/overview/cards.ts';
import { fetchGraphs, fetchNumbers } from '../src/pages/overview/fetchNumbers.ts';
import { readPeriod } from '../src/period/period.ts';
import { realApi } from './realApi.ts';

const OBSERVED = [0.2, 0.4, 0.6, 3];

/** What is sent of each metric, for the one plan and the other. */
const SENT: Readonly<Record<MetricDraft['metricType'], { free: unknown; pro: unknown }>> = {
  counter: { free: 3, pro: 4 },
  gauge: { free: 10, pro: 30 },
  histogram: { free: OBSERVED, pro: OBSERVED },
  summary: { free: OBSERVED, pro: OBSERVED },
};

const BUCKETS = [0.5, 1, 5];

describeWith(['prometheus', 'pushgateway'], 'a metric as the dashboard describes it', () => {
  let stack: TestStack;
  let server: TestPlatform;
  let tenant: TestTenant;
  let api: Api;
  let configs: MetricConfig[];

  beforeAll(async () => {
    stack = await startTestStack();
    server = await startTestPlatform({ env: stack.env });
    tenant = await server.signUp();
    api = realApi(server, { tenant });
    configs = [];
    for (const metricType of metricTypes) {
      const buckets = metricType === 'histogram' ? BUCKETS : null;
      const draft = { ...emptyDraft, name: `A ${metricType}`, metricName: `a_${metricType}`, metricType, buckets };
      configs.push(await createMetricConfig(api, { ...draft, labels: { plan: 'free' }, inPages: false }));
      const name = draft.metricName;
      const samples = Object.entries(SENT[metricType]).map(([plan, value]) => ({ name, value, labels: { plan } }));
      const { body } = await server.push(tenant, samples);
      expect(body).toMatchObject({ accepted: 2, rejected: [] });
    }
    await vi.waitFor(async () => expect(await seriesOf(configOf('summary'))).toHaveLength(12), 30_000);
    await vi.waitFor(async () => expect(await seriesOf(configOf('histogram'))).toHaveLength(12), 10_000);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllGlobals();
    await server.stop();
    await stack.stop();
  });

  const configOf = (type: string): MetricConfig => {
    const found = configs.find(({ metricType }) => metricType === type);
    if (!found) throw new Error(`there is no ${type}`);
    return found;
  };
  const ask = (promql: string) => queryInstant(api, promql, Date.now() / 1000);
  /** Every series of a metric, whatever it is called. */
  const seriesOf = async ({ metricName }: MetricConfig) => ask(`{__name__=~"${metricName}(_.*)?"}`);
  const valuesOf = async (promql: string) => (await ask(promql)).map(({ points }) => points[0]?.[1]);

  describe.each(metricTypes)('%s', (type) => {
    it('is in Prometheus under the names that the form shows, as many series as it estimates', async () => {
      const config = configOf(type);
      const series = await seriesOf(config);
      const names = new Set(series.map(({ labels }) => labels.__name__));
      expect([...names].sort()).toEqual([...exportedNames(config)].sort());
      const plans = 2;
      expect(series).toHaveLength(estimateSeries({ ...config, labels: {} }).series * plans);
      expect((await fetchSeries(api, config.id, { limit: 10, offset: 0 })).exportedSeries).toBe(series.length);
      for (const { labels } of series) expect(['free', 'pro']).toContain(labels.plan);
    });

    it('has the same number on the page and in the list of its series', async () => {
      const config = configOf(type);
      const { title, value } = headlineOf(type, await fetchStats(api, config.id));
      expect([title, value]).toEqual(
        { counter: ['Total', 7], gauge: ['Average', 20], histogram: ['Observations', 8], summary: ['Observations', 8] }[
          type
        ],
      );
      const { series } = await fetchSeries(api, config.id, { limit: 10, offset: 0 });
      const numbers = series.map((one) => [one.labels.plan, one.value ?? one.count, one.sum]);
      const observed = OBSERVED.reduce((sum, one) => sum + one, 0);
      const of = (plan: 'free' | 'pro') =>
        Array.isArray(SENT[type][plan]) ? [plan, OBSERVED.length, observed] : [plan, SENT[type][plan], undefined];
      expect(numbers.sort()).toEqual([of('free'), of('pro')]);
    });

    it('is split by its label, and ranked', async () => {
      const config = configOf(type);
      for (const { id, canSplit } of viewsOf(type)) {
        const part = { label: 'plan', values: ['free', 'pro'], isRest: false };
        for (const { promql } of canSplit ? queriesOf(config, id, 60, part) : [])
          await vi.waitFor(async () => {
            const plans = (await ask(promql)).map(({ labels }) => labels.plan);
            expect(plans.sort(), promql).toEqual(['free', 'pro']);
          }, 10_000);
        const ranked = await ask(rankingQuery(config, id, 'plan', 60));
        expect(ranked.map(({ labels }) => labels.plan).sort(), id).toEqual(['free', 'pro']);
      }
    });

    it('has its numbers and its graph on its card', async () => {
      const cards = configs.flatMap(cardsOf);
      const key = configOf(type).id;
      const periodNow = async () => {
        const period = readPeriod('15m', await queryTime(api));
        if (!period) throw new Error('15m is no period');
        return period;
      };
      const numbersNow = async () => (await fetchNumbers(api, cards, await periodNow(), 50)).get(key);
      const count = { counter: 7, gauge: undefined, histogram: 8, summary: 8 }[type];
      await vi.waitFor(async () => expect((await numbersNow())?.now.count).toBe(count), 10_000);
      const numbers = await numbersNow();
      expect(numbers?.before).toEqual({});
      const value = { counter: undefined, gauge: 20, histogram: 0.5, summary: 0.4 }[type];
      if (value === undefined) expect(numbers?.now.value).toBeUndefined();
      else expect(Math.abs((numbers?.now.value ?? 0) / value - 1)).toBeLessThanOrEqual(0.01);
      const points = (await fetchGraphs(api, cards, await periodNow())).get(key) ?? [];
      const known = points.filter((point) => point !== undefined);
      if (count !== undefined) expect(known.reduce((sum, point) => sum + point, 0)).toBe(count);
      else expect(known.at(-1)).toBe(20);
    });
  });

  it('a counter’s total, and a gauge’s numbers, are those of their views', async () => {
    const [total] = queriesOf(configOf('counter'), 'total', 60);
    expect(await valuesOf(total?.promql ?? '')).toEqual([7]);
    const gauge = async (view: string) => valuesOf(queriesOf(configOf('gauge'), view, 60)[0]?.promql ?? '');
    expect([await gauge('avg'), await gauge('sum'), await gauge('max')]).toEqual([[20], [40], [30]]);
  });

  it('a summary has the quantiles that the form promises, within 1 %', async () => {
    const config = configOf('summary');
    expect(config.quantiles).toEqual(usualQuantiles);
    const queries = queriesOf(config, 'quantiles', 60);
    expect(queries.map(({ name }) => name)).toEqual(['highest p50', 'highest p90', 'highest p95', 'highest p99']);
    const values = await Promise.all(queries.map(async ({ promql }) => valuesOf(promql)));
    // A sketch's quantile q of n observations is the one of rank ⌊q (n − 1)⌋.
    for (const [index, exact] of [0.4, 0.6, 0.6, 0.6].entries()) {
      expect(values[index]).toHaveLength(1);
      expect(Math.abs((values[index]?.[0] ?? 0) / exact - 1), queries[index]?.name).toBeLessThanOrEqual(0.01);
    }
  });

  it('a histogram has the buckets that were typed, and its queries know them by “le”', async () => {
    const config = configOf('histogram');
    expect(config.buckets).toEqual(BUCKETS);
    const [first = ''] = exportedNames(config);
    const series = await ask(`sum by (le) (${first})`);
    const counts = Object.fromEntries(series.map(({ labels, points }) => [labels.le, points[0]?.[1]]));
    expect(counts).toEqual({ '0.5': 4, '1': 6, '5': 8, '+Inf': 8 });
    const [heatmap] = queriesOf(config, 'heatmap', 60);
    await vi.waitFor(async () => {
      const bounds = (await ask(heatmap?.promql ?? '')).map(({ labels }) => labels.le);
      expect(bounds.sort()).toEqual(['+Inf', '0.5', '1', '5']);
    }, 10_000);
  });
});
