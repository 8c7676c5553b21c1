import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PrometheusService, startPrometheus, startPrometheusOn } from '../../../scripts/stack/prometheus.ts';
import { type PushgatewayService, startPushgateway } from '../../../scripts/stack/pushgateway.ts';
import { testTool } from '../../../scripts/vitest/testTools.ts';

/** One raw sample of Prometheus: seconds since the epoch, and the value. */
export type RawSample = readonly [timeSeconds: number, value: number];

/** A series as Prometheus stores it. */
export interface RawSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly samples: readonly RawSample[];
}

/** A real Pushgateway, its consistency check on, and a real Prometheus that scrapes it every second or more often. */
export interface TestStack {
  readonly gateway: PushgatewayService;
  readonly otherGateways: readonly PushgatewayService[];
  readonly prometheus: PrometheusService;
  /** Variables for a server that uses both. */
  readonly env: Readonly<Record<string, string>>;
  /** An instant query: the value of each series, by its labels. */
  query(promql: string): Promise<{ metric: Record<string, string>; value: number }[]>;
  /** The one value of an instant query; undefined when there is none. */
  value(promql: string): Promise<number | undefined>;
  /** Every stored sample of the last ten minutes. */
  raw(selector: string): Promise<RawSeries[]>;
  /** Kills the gateway as `kill -9` does, and starts an empty one on the same port. */
  wipeGateway(): Promise<void>;
  /** Kills Prometheus as `kill -9` does; what it has stored stays. */
  killPrometheus(): Promise<void>;
  /** Starts the Prometheus that was killed at its address; it scrapes for the first time some five seconds later. */
  startPrometheusAgain(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param options.backendTargets addresses of internal listeners, which need not listen yet
 * @param options.gateways how many there are; all but the first are `otherGateways`
 * @param options.scrapeIntervalSeconds what Prometheus does, 1 by default; servers are told a second, the least they take
 */
export async function startTestStack(
  options: { backendTargets?: string[]; gateways?: number; scrapeIntervalSeconds?: number } = {},
): Promise<TestStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'uvp-stack-'));
  let gateway = await startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true });
  const otherGateways = await Promise.all(
    Array.from({ length: (options.gateways ?? 1) - 1 }, () =>
      startPushgateway({ ...testTool('pushgateway'), consistencyCheck: true }),
    ),
  );
  const prometheusOptions = {
    ...testTool('prometheus'),
    dataDir,
    pushgatewayTargets: [gateway, ...otherGateways].map(({ url }) => new URL(url).host),
    backendTargets: options.backendTargets ?? [],
    scrapeIntervalSeconds: options.scrapeIntervalSeconds ?? 1,
  };
  let prometheus = await startPrometheus(prometheusOptions);

  async function ask(
    promql: string,
  ): Promise<{ metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[]> {
    const response = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(promql)}`);
    const body = (await response.json()) as { status: string; error?: string; data: { result: never[] } };
    if (body.status !== 'success') throw new Error(`${promql}: ${body.error}`);
    return body.data.result;
  }

  const query: TestStack['query'] = async (promql) =>
    (await ask(promql)).map(({ metric, value }) => ({ metric, value: Number(value?.[1]) }));

  return {
    get gateway() {
      return gateway;
    },
    otherGateways,
    get prometheus() {
      return prometheus;
    },
    env: { PUSHGATEWAY_URLS: gateway.url, PROMETHEUS_URL: prometheus.url, SCRAPE_INTERVAL_SECONDS: '1' },
    query,
    async value(promql) {
      const result = await query(promql);
      if (result.length > 1) throw new Error(`${promql} has ${result.length} series`);
      return result[0]?.value;
    },
    raw: async (selector) =>
      (await ask(`${selector}[10m]`)).map(({ metric, values = [] }) => ({
        metric,
        samples: values.map(([time, value]) => [time, Number(value)] as const),
      })),
    async wipeGateway() {
      const { port } = gateway;
      await gateway.kill();
      gateway = await startPushgateway({ ...testTool('pushgateway'), port, consistencyCheck: true });
      if (gateway.port !== port) throw new Error('the port of the gateway was taken meanwhile');
    },
    killPrometheus: () => prometheus.kill(),
    async startPrometheusAgain() {
      prometheus = await startPrometheusOn(prometheus.port, prometheusOptions);
    },
    async stop() {
      await Promise.all([gateway, ...otherGateways, prometheus].map((service) => service.stop()));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
