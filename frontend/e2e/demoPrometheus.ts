import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../scripts/provision/runCommand.ts';
import { startPrometheus } from '../../scripts/stack/prometheus.ts';
import { testTool } from '../../scripts/vitest/testTools.ts';
import { type DemoSeries, toOpenMetrics } from './demoHistory.ts';

/** A real Prometheus on `port` that has this history and scrapes nothing. */
export async function startDemoPrometheus(port: number, history: readonly DemoSeries[], times: readonly number[]) {
  const dataDir = await mkdtemp(join(tmpdir(), 'uvp-history-'));
  const input = join(dataDir, 'history.txt');
  await writeFile(input, toOpenMetrics(history, times));
  const promtool = testTool('promtool');
  await runCommand(
    promtool.binary,
    [...promtool.args, 'tsdb', 'create-blocks-from', 'openmetrics', input, join(dataDir, 'series')],
    { cwd: dataDir },
  );
  const prometheus = await startPrometheus({
    ...testTool('prometheus'),
    dataDir,
    port,
    pushgatewayTargets: [],
    backendTargets: [],
  });
  return {
    async stop() {
      await prometheus.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
