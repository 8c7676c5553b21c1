import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { providePrometheusTools } from '../provision/prometheusTools.ts';
import { toolsDirectory } from '../provision/provisionOptions.ts';
import { runCommand } from '../provision/runCommand.ts';
import { startBackend } from './backend.ts';
import { backendEnvironment, type StackAddresses } from './backendEnvironment.ts';
import { withoutDeathReport } from './keepRunning.ts';
import { prometheusSeriesDir } from './prometheus.ts';
import type { StackStart } from './stackOptions.ts';

type OwnAddresses = Pick<StackAddresses, 'port' | 'internalPort' | 'databaseUrl' | 'grafanaPublicKeyFile'>;

/** What the command leaves; without fields when the account was there already. */
const historyFile = z.object({
  beginSeconds: z.number().optional(),
  endSeconds: z.number().optional(),
  samples: z.number().optional(),
});

/** It takes some ten seconds on a quiet computer. */
const WITHIN_MS = 300_000;

/**
 * Gives the sample shop its history, once for a local directory. Postgres must run, Prometheus must not.
 * @returns when the history ends that was made now, epoch milliseconds; undefined when none was made
 */
export async function launchDemoHistory(start: StackStart, addresses: OwnAddresses): Promise<number | undefined> {
  const { env, progress, localDir, hooks } = start;
  if (start.demoHistoryCommand === undefined) return undefined;
  const file = join(localDir, 'demo-history.json');
  if (existsSync(file)) {
    progress.say('demo history: goes on; graphs have a gap where nothing ran, since nobody visited the shop then');
    return undefined;
  }
  if (env.DATABASE_URL || env.PUSHGATEWAY_URLS !== undefined || env.PROMETHEUS_URL !== undefined) {
    progress.say('demo history: none, since it is made only for a Postgres and a Prometheus that are started here');
    return undefined;
  }
  const { promtool, prometheus } = await providePrometheusTools({
    rootDir: start.rootDir,
    toolsDir: toolsDirectory(env, localDir),
    env,
    report: progress.say,
    ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
  });
  if (!promtool.available || !prometheus.available) {
    progress.say('demo history: none without Prometheus and promtool');
    return undefined;
  }
  const history = await progress.step(
    'demo history (the first time)',
    () => makeHistory(start, addresses, file, promtool.binary),
    ({ samples }) => (samples === undefined ? 'none, since its account is older' : words(samples)),
  );
  return history.endSeconds === undefined ? undefined : history.endSeconds * 1_000;
}

/**
 * An API that knows neither Pushgateway nor Prometheus takes the samples: their totals must not be shown before they are known to be
 * those of the history.
 */
async function makeHistory(
  start: StackStart,
  addresses: OwnAddresses,
  file: string,
  promtool: string,
): Promise<z.infer<typeof historyFile>> {
  const [command = '', ...args] = start.demoHistoryCommand ?? [];
  const { hooks, secrets, localDir, rootDir } = start;
  const nowhere = { ...addresses, pushgatewayUrls: '', prometheusUrl: '', grafanaUrl: '' };
  // It says what the backend says again that is started afterwards.
  const env = { ...backendEnvironment(start.env, secrets, nowhere), LOG_LEVEL: start.env.LOG_LEVEL || 'warn' };
  const api = await startBackend({ command: start.backendCommand, env, cwd: rootDir }, withoutDeathReport(hooks));
  try {
    await runCommand(command, args, {
      cwd: rootDir,
      env: {
        ...start.env,
        DEMO_API_URL: `http://127.0.0.1:${addresses.port}`,
        DEMO_PASSWORD: secrets.demoPassword,
        DATABASE_URL: addresses.databaseUrl,
        PROMTOOL_BIN: promtool,
        DEMO_SERIES_DIR: prometheusSeriesDir(join(localDir, 'prometheus')),
        DEMO_HISTORY_FILE: file,
      },
      withinMs: WITHIN_MS,
      ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
    });
  } finally {
    await api.stop();
  }
  return historyFile.parse(JSON.parse(await readFile(file, 'utf8')));
}

function words(samples: number): string {
  return `30 days, ${(samples / 1e6).toFixed(1)} million samples`;
}
