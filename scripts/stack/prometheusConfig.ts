import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may differ between the file that Compose mounts and a copy for another place. */
export interface PrometheusConfigChanges {
  /** `host:port` of each, in place of `pushgateway:9091`. */
  pushgatewayTargets: readonly string[];
  /** `host:port` of each internal listener, in place of `backend:9464`. */
  backendTargets: readonly string[];
  /** Replaces every interval; timeouts are lowered to fit. Left out: the intervals of the file. */
  scrapeIntervalSeconds?: number;
}

/** The text of a prometheus.yml with other targets, and with other intervals when asked for; nothing else changes. */
export function renderPrometheusConfig(original: string, changes: PrometheusConfigChanges): string {
  const list = (targets: readonly string[]) => `[${targets.map((target) => `'${target}'`).join(', ')}]`;
  const retargeted = original
    .replaceAll("['pushgateway:9091']", list(changes.pushgatewayTargets))
    .replaceAll("['backend:9464']", list(changes.backendTargets));
  const seconds = changes.scrapeIntervalSeconds;
  if (seconds === undefined) return retargeted;
  return retargeted
    .replaceAll(/^(\s*(?:scrape|evaluation)_interval:) .*$/gm, `$1 ${duration(seconds)}`)
    .replaceAll(/^(\s*scrape_timeout:) (\d+)s$/gm, (_line, key: string, timeout: string) => {
      return `${key} ${duration(Math.min(Number(timeout), seconds))}`;
    });
}

/** Prometheus reads whole numbers only. */
function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}

/** Writes the changed copy and the rule files into `directory`; returns the path of the copy. */
export function writePrometheusConfig(rootDir: string, directory: string, changes: PrometheusConfigChanges): string {
  const source = join(rootDir, 'prometheus');
  const path = join(directory, 'prometheus.yml');
  writeFileSync(path, renderPrometheusConfig(readFileSync(join(source, 'prometheus.yml'), 'utf8'), changes));
  rmSync(join(directory, 'rules'), { recursive: true, force: true });
  cpSync(join(source, 'rules'), join(directory, 'rules'), { recursive: true });
  return path;
}
