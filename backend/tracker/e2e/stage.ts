import type { Browser } from 'playwright-core';
import { startTestPlatform, type TestPlatform, type TestTenant } from '../../src/testing/testPlatform.ts';
import { type Site, startSite } from './collector.ts';
import { type Gate, startGate } from './gate.ts';

/** One metric of the stage's tenant. */
export interface StagedMetric {
  readonly id: string;
  /** HTML: the tag that loads the script from the platform. */
  readonly scriptTag: string;
  readonly pinnedTag: string;
  /** HTML: the code inside the page. */
  readonly inline: string;
  /** HTML: the same, as people read it. */
  readonly readable: string;
  /** HTML: the ES module, which calls its own `track` with `signup`. */
  readonly module: string;
  /** From Postgres. */
  total(): Promise<number>;
  /** Values of counters and gauges, sums of histograms and summaries, by one label. */
  by(label: string): Promise<Record<string, number>>;
  /** Numbers of observations, by one label. */
  countsBy(label: string): Promise<Record<string, number>>;
}

/** A real platform behind a gate, a website on an origin of its own, and an account that measures it. */
export interface Stage {
  readonly gate: Gate;
  readonly site: Site;
  readonly platform: TestPlatform;
  readonly tenant: TestTenant;
  /** A new metric; its name is new when none is given. */
  metric(fields?: Record<string, unknown>, transport?: 'headers' | 'simple'): Promise<StagedMetric>;
  close(): Promise<void>;
}

interface Generated {
  readonly scriptTag: string;
  readonly pinnedTag: string;
  readonly code: string;
  readonly module: string;
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value?: number;
  readonly count?: number;
  readonly sum?: number;
}

export async function startStage(env: Record<string, string> = {}): Promise<Stage> {
  const [gate, site] = await Promise.all([startGate(), startSite()]);
  // Every visitor of the stage has the same address.
  const limits = {
    RATE_LIMIT_BROWSER_BURST: '100000',
    RATE_LIMIT_BROWSER_PER_SECOND: '10000',
    RATE_LIMIT_API_PER_MINUTE: '100000',
  };
  const platform = await startTestPlatform({ env: { PUBLIC_URL: gate.url, ...limits, ...env } });
  gate.forwardTo(platform.platform.url);
  const tenant = await platform.signUp();
  let names = 0;

  async function metric(fields: Record<string, unknown> = {}, transport = 'headers'): Promise<StagedMetric> {
    names += 1;
    const all = { metricName: `metric_${names}`, metricType: 'counter', ...fields };
    const id = await platform.createMetric(tenant, all);
    const generate = async (options: object) => {
      const path = `/api/v1/metric-configs/${id}/generate-code`;
      return (await platform.call<Generated>('POST', path, { token: tenant.token, body: { transport, ...options } }))
        .body;
    };
    const [body, readable] = await Promise.all([generate({ pinned: true }), generate({ readable: true })]);
    const series = async () => {
      const path = `/api/v1/metric-configs/${id}/series?limit=100`;
      return (await platform.call<{ series: Series[] }>('GET', path, { token: tenant.token })).body.series;
    };
    const sumBy = async (label: string, read: (one: Series) => number) => {
      const sums: Record<string, number> = {};
      for (const one of await series()) {
        const name = one.labels[label] ?? '';
        sums[name] = (sums[name] ?? 0) + read(one);
      }
      return sums;
    };
    return {
      id,
      scriptTag: body.scriptTag,
      pinnedTag: body.pinnedTag,
      inline: `<script>\n${body.code}</script>`,
      readable: `<script>\n${readable.code}</script>`,
      module: `<script type="module">\n${body.module}\ntrack('signup');</script>`,
      total: () => platform.total(tenant, id),
      by: (label) => sumBy(label, ({ value, sum }) => value ?? sum ?? 0),
      countsBy: (label) => sumBy(label, ({ count }) => count ?? 0),
    };
  }

  return {
    gate,
    site,
    platform,
    tenant,
    metric,
    async close() {
      await gate.set('pass');
      await Promise.all([gate.close(), site.close(), platform.stop()]);
    },
  };
}

/** Ends everything that a test has opened in the browser. */
export async function closeContexts(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}
