import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../../scripts/provision/runCommand.ts';
import { startPrometheus } from '../../../scripts/stack/prometheus.ts';
import { testTool } from '../../../scripts/vitest/testTools.ts';

/** A real Prometheus with samples of the past, written at once; it scrapes nothing. */
export interface BackfilledPrometheus {
  readonly url: string;
  /** Posts a form to a path below `/api/v1/`. */
  ask(
    path: string,
    form: Record<string, string>,
  ): Promise<{ status: number; body: { data?: unknown; error?: string } }>;
  stop(): Promise<void>;
}

/** A series to write: a sample every 15 s, the last one at `lastAtSeconds`. */
export interface PastSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

export async function startBackfilledPrometheus(
  series: readonly PastSeries[],
  lastAtSeconds: number,
): Promise<BackfilledPrometheus> {
  const dataDir = await mkdtemp(join(tmpdir(), 'uvp-past-'));
  const text = join(dataDir, 'past.txt');
  await writeFile(text, openMetrics(series, lastAtSeconds));
  const { binary, env } = testTool('promtool');
  await runCommand(binary, ['tsdb', 'create-blocks-from', 'openmetrics', text, join(dataDir, 'series')], {
    env: { ...process.env, ...env },
  });
  const targets = { pushgatewayTargets: [], backendTargets: [] };
  const prometheus = await startPrometheus({ ...testTool('prometheus'), ...targets, dataDir });
  return {
    url: prometheus.url,
    async ask(path, form) {
      const response = await fetch(`${prometheus.url}/api/v1/${path}`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: (await response.json()) as { data?: unknown; error?: string } };
    },
    async stop() {
      await prometheus.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md, as much of it as promtool reads back. */
function openMetrics(series: readonly PastSeries[], lastAtSeconds: number): string {
  const lines = series.flatMap(({ name, labels, values }) => {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return values.map(
      (value, index) => `${name}{${pairs.join(',')}} ${value} ${lastAtSeconds - 15 * (values.length - 1 - index)}`,
    );
  });
  return `${[...lines, '# EOF'].join('\n')}\n`;
}
