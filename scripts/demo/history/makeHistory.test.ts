import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../backend/src/testing/testDatabase.ts';
import { startTestPlatform, type TestPlatform } from '../../../backend/src/testing/testPlatform.ts';
import { type PrometheusService, prometheusSeriesDir, startPrometheus } from '../../stack/prometheus.ts';
import { type PushgatewayService, startPushgateway } from '../../stack/pushgateway.ts';
import { describeWith, testTool } from '../../vitest/testTools.ts';
import { type DemoAccount, openDemoAccount } from '../demoAccount.ts';
import { demoMetrics } from '../demoMetrics.ts';
import { request } from '../request.ts';
import { campaignName, storyBefore } from '../traffic/rhythm.ts';
import { historyTimes } from './historyTimes.ts';
import { type History, type HistoryOptions, makeHistory } from './makeHistory.ts';
import type { PastSeries } from './pastSeries.ts';
import { SEED, simulate } from './simulate.ts';

const password = 'seven-quiet-lanterns';
/** Long enough for the campaign and two weekends. */
const DAYS = 12;
const daySeconds = 86_400;

describeWith(['prometheus', 'promtool', 'pushgateway'], 'the history of the sample shop', () => {
  let dataDir: string;
  let database: TestDatabase;
  let gateway: PushgatewayService;
  let prometheus: PrometheusService;
  let platform: TestPlatform;
  let history: History;
  let account: DemoAccount;
  /** When Prometheus first scraped something, before there was any history. */
  let firstScrapeSeconds: number;
  let pastSeries: readonly PastSeries[];

  const startOurPrometheus = () =>
    startPrometheus({
      ...testTool('prometheus'),
      dataDir,
      pushgatewayTargets: [new URL(gateway.url).host],
      backendTargets: [],
      scrapeIntervalSeconds: 1,
    });

  function optionsFor(api: TestPlatform, endSeconds: number): HistoryOptions {
    return {
      apiUrl: api.platform.url,
      databaseUrl: database.url,
      password,
      promtool: testTool('promtool'),
      seriesDir: prometheusSeriesDir(dataDir),
      workDir: join(dataDir, 'work'),
      days: DAYS,
      endSeconds,
    };
  }

  /** The one value of an instant query; undefined when there is none. */
  async function ask(promql: string, atSeconds?: number): Promise<number | undefined> {
    const form = new URLSearchParams({ query: promql, ...(atSeconds && { time: String(atSeconds) }) });
    const answer = await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body: form });
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
    const [first] = data.result;
    return first === undefined ? undefined : Number(first.value[1]);
  }

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'uvp-demo-history-'));
    database = await createTestDatabase();
    gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
    // As after a first start without the sample shop: what was scraped is in Prometheus's log only.
    prometheus = await startOurPrometheus();
    const firstScrape = async () => {
      const found = await ask('min(min_over_time(timestamp(up{job="pushgateway"})[5m:1s]))');
      if (found === undefined) throw new Error('nothing was scraped');
      return found;
    };
    firstScrapeSeconds = await vi.waitFor(firstScrape, { timeout: 15_000 });
    await prometheus.stop();

    const withoutGateway = await startTestPlatform({ database });
    const options = optionsFor(withoutGateway, Math.floor(Date.now() / 1_000));
    // An earlier run was interrupted after it had made the account.
    await openDemoAccount(options.apiUrl, password);
    await mkdir(options.workDir);
    history = (await makeHistory(options)) as History;
    expect(existsSync(options.workDir)).toBe(false);
    expect(await makeHistory(options)).toBeUndefined();
    await withoutGateway.stop();

    prometheus = await startOurPrometheus();
    const env = { PUSHGATEWAY_URLS: gateway.url, PROMETHEUS_URL: prometheus.url, SCRAPE_INTERVAL_SECONDS: '1' };
    platform = await startTestPlatform({ database, env });
    account = await openDemoAccount(platform.platform.url, password);
    pastSeries = await simulate(account.metrics, historyTimes(history.endSeconds, DAYS), SEED);
  }, 60_000);
  afterAll(async () => {
    await platform.stop();
    await prometheus.stop();
    await gateway.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('goes on with live samples as if nothing had happened', async () => {
    const sample = { name: 'page_views', labels: { path: '/', device: 'desktop' }, value: 7 };
    const headers = { 'X-API-Key': account.apiKey, 'X-API-Secret': account.apiSecret };
    await request(platform.platform.url, 'POST', '/metrics', { headers, body: { metrics: [sample] } });
    const before = (await ask('sum(page_views_total)', history.endSeconds)) ?? 0;
    await expect.poll(() => ask('sum(page_views_total)'), { timeout: 20_000 }).toBe(before + 7);
    expect(await ask('sum(increase(page_views_total[5m]))')).toBeGreaterThan(7);

    for (const { exportedName, metricType } of account.metrics) {
      const isObserved = metricType === 'histogram' || metricType === 'summary';
      const suffixes = metricType === 'gauge' ? [] : isObserved ? ['_count', '_sum'] : [''];
      if (metricType === 'histogram') suffixes.push('_bucket');
      for (const suffix of suffixes) {
        const family = exportedName + suffix;
        expect([family, await ask(`sum(resets(${family}[${DAYS + 1}d]))`)]).toEqual([family, 0]);
      }
      // The same series, with the same labels: none ends with the history, and none begins after it.
      const selector = `{__name__=~"${exportedName}(_count|_sum|_bucket)?", quantile=""}`;
      const count = await ask(`count(${selector})`, history.endSeconds);
      expect([exportedName, count]).toEqual([exportedName, await ask(`count(${selector})`)]);
      expect([exportedName, await ask(`count(last_over_time(${selector}[${DAYS}d]))`)]).toEqual([exportedName, count]);
    }
    expect(await ask('count(engaged_seconds)')).toBeGreaterThan(0);
  });

  it('has the totals that Postgres has', async () => {
    const { rows } = await database.pool.query<{ name: string; total: number; unpromoted: number }>(
      `select c.metric_name as name, sum(t.value) as total, count(*) filter (where s.promoted_at is null)::integer as unpromoted
       from metric_configs c join series s on s.metric_config_id = c.id
       join totals t on t.slot = s.first_slot where s.tenant_id = $1 and c.metric_type = 'counter' group by 1`,
      [account.tenantId],
    );
    expect(rows).toHaveLength(demoMetrics.filter(({ metricType }) => metricType === 'counter').length);
    for (const { name, total, unpromoted } of rows) {
      const live = name === 'page_views' ? 7 : 0;
      const atTheEnd = await ask(`sum(${name}_total)`, history.endSeconds);
      expect({ name, total: total - live, unpromoted }).toEqual({ name, total: atTheEnd, unpromoted: 0 });
    }
  });

  it('has in each day what was generated for it', async () => {
    const views = pastSeries
      .filter(({ metric }) => metric.metricName === 'page_views')
      .flatMap(({ additions }) => additions);
    const viewsAt = (seconds: number) => views.filter(({ atMs }) => atMs <= seconds * 1_000).length;
    for (let day = 1; day < DAYS - 1; day += 1) {
      const endSeconds = history.endSeconds - day * daySeconds;
      const generated = viewsAt(endSeconds) - viewsAt(endSeconds - daySeconds);
      const increase = (await ask('sum(increase(page_views_total[1d]))', endSeconds)) ?? 0;
      expect(Math.abs(increase / generated - 1)).toBeLessThan(0.02);
    }
    expect(await ask('sum(page_views_total)', history.endSeconds)).toBe(viewsAt(history.endSeconds));
  });

  it('shows the weekend, the campaign and the incident', async () => {
    const story = storyBefore(history.endSeconds * 1_000);
    const seconds = (ms: number) => Math.floor(ms / 1_000);
    const views = async (endSeconds: number) => (await ask('sum(increase(page_views_total[1d]))', endSeconds)) ?? 0;

    const ofDays = await Promise.all(
      Array.from({ length: 7 }, async (_, index) => {
        const date = new Date(history.endSeconds * 1_000);
        const midnight = new Date(date.getFullYear(), date.getMonth(), date.getDate() - index);
        const day = new Date(midnight.getTime() - 43_200_000).getDay();
        return { isWeekend: day === 0 || day === 6, views: await views(seconds(midnight.getTime())) };
      }),
    );
    const at = (isWeekend: boolean) => ofDays.filter((day) => day.isWeekend === isWeekend).map((day) => day.views);
    expect(Math.max(...at(true))).toBeLessThan(0.85 * Math.min(...at(false)));

    const campaignViews = `sum(increase(page_views_total{campaign="${campaignName}", referrer="mail.example"}[1d]))`;
    expect(await ask(campaignViews, seconds(story.campaign.toMs))).toBeGreaterThan(500);
    expect((await ask(campaignViews, seconds(story.campaign.fromMs))) ?? 0).toBe(0);
    expect(await ask(campaignViews, history.endSeconds)).toBe(0);

    const errors = 'sum(increase(page_errors_total[2h]))';
    const slow = 'histogram_quantile(0.75, sum by (le) (rate(page_load_seconds_bucket[2h])))';
    const end = seconds(story.incident.toMs);
    for (const query of [errors, slow]) {
      const usual = (await ask(query, end - daySeconds)) ?? 0;
      expect(await ask(query, end)).toBeGreaterThan(2 * usual);
    }
  });

  it('leaves to Prometheus what it had scraped before', async () => {
    expect(await ask('min(min_over_time(timestamp(up{job="pushgateway"})[10m:1s]))')).toBe(firstScrapeSeconds);
  });
});
