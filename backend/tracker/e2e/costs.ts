import type { Browser } from 'playwright-core';
import { everything, fiveMetrics } from '../../src/testing/codeRequest.ts';
import type { Site } from './collector.ts';
import type { Stage, StagedMetric } from './stage.ts';
import { openPage } from './trackedPage.ts';

/** What went over the wire. */
export interface Traffic {
  readonly posts: number;
  readonly preflights: number;
  /** Up: request lines, headers and bodies. */
  readonly bytes: number;
  /** Of 20 events, and the page's own. */
  readonly counted: number;
}

/** A page is loaded, tells of 20 events within a second, and is left. */
export async function measureTraffic(
  stage: Stage,
  browser: Browser,
  transport: 'headers' | 'simple',
): Promise<Traffic> {
  const metric = await stage.metric(everything, transport);
  return { ...(await measureVisit(stage, browser, metric.inline, metric.total)), counted: await signupsOf(metric) };
}

/** The same with the tag of a website that counts five metrics. */
export async function measureSiteTraffic(stage: Stage, browser: Browser): Promise<Traffic> {
  const { platform, tenant } = stage;
  const ids = await Promise.all(
    fiveMetrics.map((fields) =>
      platform.createMetric(tenant, { metricName: 'page_views', metricType: 'counter', autoTrack: true, ...fields }),
    ),
  );
  const path = `/api/v1/apikeys/${tenant.apiKeyId}/generate-code`;
  const { body } = await platform.call<{ code: string }>('POST', path, { token: tenant.token, body: {} });
  const signups = () => platform.total(tenant, ids.at(-1) ?? '');
  const visit = await measureVisit(stage, browser, `<script>${body.code}</script>`, signups);
  return { ...visit, counted: await signups() };
}

const signupsOf = async (metric: StagedMetric) => (await metric.by('event')).signup ?? 0;

async function measureVisit(
  stage: Stage,
  browser: Browser,
  html: string,
  total: () => Promise<number>,
): Promise<Omit<Traffic, 'counted'>> {
  stage.site.html = html;
  const from = stage.gate.requests.length;
  const { page } = await openPage(browser, stage.site);
  await page.evaluate(async () => {
    for (let n = 0; n < 20; n += 1) {
      uvp.track('signup');
      await new Promise((resolve) => setTimeout(resolve, 45));
    }
  });
  await page.goto('about:blank');
  await settle(total);
  const requests = stage.gate.requests.slice(from);
  return {
    posts: requests.filter(({ method }) => method === 'POST').length,
    preflights: requests.filter(({ method }) => method === 'OPTIONS').length,
    bytes: requests.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** 500 events of 500 label sets in one loop: how many were counted, in how many requests, and what a call took. */
export async function measureBurst(
  stage: Stage,
  browser: Browser,
): Promise<{ counted: number; posts: number; microsecondsPerCall: number }> {
  const metric = await stage.metric({ trackingEvents: ['step'], labels: { ...everything.labels, n: '' } });
  stage.site.html = metric.inline;
  const { page } = await openPage(browser, stage.site);
  const from = stage.gate.requests.length;
  const microsecondsPerCall = await page.evaluate(() => {
    const startedAt = performance.now();
    for (let n = 0; n < 500; n += 1) uvp.track('step', { labels: { n } });
    return ((performance.now() - startedAt) / 500) * 1_000;
  });
  await settle(metric.total, 500);
  const posts = stage.gate.requests.slice(from).filter(({ method }) => method === 'POST').length;
  return { counted: await metric.total(), posts, microsecondsPerCall };
}

/** Calls of one page over and over, 20 label sets in turn, in microseconds each: the best of five rounds of 2,000. */
export async function measureCall(site: Site, browser: Browser, code: string): Promise<number> {
  site.html = code;
  const { page } = await openPage(browser, site);
  return page.evaluate(() => {
    const rounds: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const startedAt = performance.now();
      for (let n = 0; n < 2_000; n += 1) uvp.track('signup', { labels: { plan: `plan${n % 20}` } });
      rounds.push(((performance.now() - startedAt) / 2_000) * 1_000);
    }
    return Math.min(...rounds);
  });
}

/** Until a total has not changed for half a second, or is what was expected. */
async function settle(total: () => Promise<number>, expected = Number.POSITIVE_INFINITY): Promise<void> {
  let [before, unchanged] = [-1, 0];
  for (let tries = 0; tries < 100 && unchanged < 5; tries += 1) {
    const now = await total();
    unchanged = now === before ? unchanged + 1 : 0;
    before = now;
    if (now >= expected) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
