import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Preferred, startOnFreePort } from './ports.ts';
import { type PrometheusConfigChanges, writePrometheusConfig } from './prometheusConfig.ts';
import { listensAndAnswers, warningsOnly } from './prometheusLog.ts';
import { rootDir } from './rootDir.ts';
import type { Service } from './service.ts';
import { type ServiceHooks, startService } from './startService.ts';

export interface PrometheusOptions extends PrometheusConfigChanges {
  binary: string;
  /** Arguments this build needs, as the provisioner gives them. */
  args?: string[];
  /** Holds the configuration's copy and the series; made when missing. */
  dataDir: string;
  /** Default: any free one. When taken, the next free one. */
  port?: Preferred;
  /** How long series are kept, as Prometheus writes durations. Default `30d`. */
  retention?: string;
}

export interface PrometheusService extends Service {
  port: number;
  url: string;
}

/** Where in `dataDir` the blocks of a Prometheus lie. */
export const prometheusSeriesDir = (dataDir: string): string => join(dataDir, 'series');

/**
 * Starts a Prometheus on 127.0.0.1 with the repository's prometheus.yml and rules, only the targets (and intervals)
 * changed, and resolves when it answers queries. The first sample of a target can take five seconds longer than the
 * scrape interval.
 */
export function startPrometheus(options: PrometheusOptions, hooks: ServiceHooks = {}): Promise<PrometheusService> {
  return startOnFreePort(options.port, (port) => startPrometheusOn(port, options, hooks));
}

/** The same on this port and no other; throws when it is taken. */
export async function startPrometheusOn(
  port: number,
  options: PrometheusOptions,
  hooks: ServiceHooks = {},
): Promise<PrometheusService> {
  mkdirSync(options.dataDir, { recursive: true });
  const config = writePrometheusConfig(rootDir, options.dataDir, options);
  const url = `http://127.0.0.1:${port}`;
  const args = [
    ...(options.args ?? []),
    `--config.file=${config}`,
    `--storage.tsdb.path=${prometheusSeriesDir(options.dataDir)}`,
    `--storage.tsdb.retention.time=${options.retention ?? '30d'}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--query.timeout=30s',
    '--query.max-concurrency=20',
    '--query.max-samples=10000000',
  ];
  const spec = { name: 'prometheus', command: options.binary, args, cwd: options.dataDir };
  const service = await startService(spec, listensAndAnswers(`${url}/-/ready`), warningsOnly(hooks));
  return { ...service, port, url };
}
