import { join } from 'node:path';
import { splitUrls } from '../../backend/src/config.ts';
import { providePrometheusTools } from '../provision/prometheusTools.ts';
import { toolsDirectory } from '../provision/provisionOptions.ts';
import type { ToolState } from '../provision/tool.ts';
import { keepRunning, withoutDeathReport } from './keepRunning.ts';
import { startPrometheus, startPrometheusOn } from './prometheus.ts';
import { startPushgateway, startPushgatewayOn } from './pushgateway.ts';
import type { StackStart } from './stackOptions.ts';

export interface MonitoringAddresses {
  /** Comma-separated; empty when there is no gateway. */
  pushgatewayUrls: string;
  /** Empty when there is no Prometheus. */
  prometheusUrl: string;
}

/**
 * Starts a Pushgateway and a Prometheus that scrapes it, except where the caller's PUSHGATEWAY_URLS or PROMETHEUS_URL
 * already says which to use (an empty one: none). A program that cannot be had is said to be missing, with the reason
 * and the way to get it, and its address stays empty.
 */
export async function launchMonitoring(start: StackStart, internalPort: number): Promise<MonitoringAddresses> {
  const { PUSHGATEWAY_URLS, PROMETHEUS_URL } = start.env;
  if (PUSHGATEWAY_URLS !== undefined && PROMETHEUS_URL !== undefined) {
    return { pushgatewayUrls: PUSHGATEWAY_URLS, prometheusUrl: PROMETHEUS_URL };
  }
  const { pushgateway, prometheus } = await providePrometheusTools({
    rootDir: start.rootDir,
    toolsDir: toolsDirectory(start.env, start.localDir),
    env: start.env,
    report: start.progress.say,
    ...(start.hooks.signal === undefined ? {} : { signal: start.hooks.signal }),
  });
  const pushgatewayUrls = PUSHGATEWAY_URLS ?? (await launchPushgateway(start, pushgateway));
  const targets = { pushgatewayTargets: targetsOf(pushgatewayUrls), backendTargets: [`127.0.0.1:${internalPort}`] };
  const prometheusUrl = PROMETHEUS_URL ?? (await launchPrometheus(start, prometheus, targets));
  return { pushgatewayUrls, prometheusUrl };
}

async function launchPushgateway(start: StackStart, tool: ToolState): Promise<string> {
  const { progress, ports } = start;
  if (!tool.available) {
    progress.warn(`pushgateway: missing, so no number leaves Postgres: ${tool.reason}. To get it: ${tool.remedy}`);
    return '';
  }
  const options = { ...tool, port: ports.candidates('pushgateway'), consistencyCheck: false };
  const hooks = withoutDeathReport(start.hooks);
  const service = await progress.step(
    'pushgateway',
    () => startPushgateway(options, hooks),
    ({ url, port }) => `${url}${ports.remember('pushgateway', port)} (${tool.source})`,
  );
  void keepRunning(service, {
    startAgain: () => startPushgatewayOn(service.port, options, hooks),
    progress,
    signal: hooks.signal,
    meanwhile: 'samples are stored meanwhile, and graphs show them later',
  });
  return service.url;
}

async function launchPrometheus(
  start: StackStart,
  tool: ToolState,
  targets: { pushgatewayTargets: string[]; backendTargets: string[] },
): Promise<string> {
  const { env, localDir, progress, ports } = start;
  if (!tool.available) {
    progress.warn(`prometheus: missing, so there are no graphs: ${tool.reason}. To get it: ${tool.remedy}`);
    return '';
  }
  const options = {
    ...tool,
    ...targets,
    ...(env.SCRAPE_INTERVAL_SECONDS ? { scrapeIntervalSeconds: Number(env.SCRAPE_INTERVAL_SECONDS) } : {}),
    dataDir: join(localDir, 'prometheus'),
    port: ports.candidates('prometheus'),
    retention: env.PROMETHEUS_RETENTION || '30d',
  };
  const hooks = withoutDeathReport(start.hooks);
  const service = await progress.step(
    'prometheus',
    () => startPrometheus(options, hooks),
    ({ url, port }) => `${url}${ports.remember('prometheus', port)} (${tool.source})`,
  );
  void keepRunning(service, {
    startAgain: () => startPrometheusOn(service.port, options, hooks),
    progress,
    signal: hooks.signal,
    meanwhile: 'samples are stored meanwhile, and graphs have a gap',
  });
  return service.url;
}

function targetsOf(urls: string): string[] {
  return splitUrls(urls).flatMap((url) => (URL.canParse(url) ? [new URL(url).host] : []));
}
