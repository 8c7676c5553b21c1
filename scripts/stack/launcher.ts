import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demoEmail } from '../demo/demoAccount.ts';
import { publicUrl } from './backendEnvironment.ts';
import { build, needsBuild } from './build.ts';
import { stopOrphans } from './orphans.ts';
import { createProgress, type Progress } from './progress.ts';
import { RunFile } from './runFile.ts';
import { type RunningStack, runStack } from './runStack.ts';
import type { StackOptions } from './stackOptions.ts';
import { Supervisor } from './supervisor.ts';
import { watchSignals } from './watchSignals.ts';

export interface LauncherOptions extends StackOptions {
  /** Whether backend and frontend are built first when their sources are newer. */
  mayBuild: boolean;
}

/** How long a start that was interrupted may take to notice, after all services have stopped. */
const NOTICE_MS = 2_000;

/**
 * Runs the stack until it is told to stop, and resolves with the exit code when nothing of it runs any more: 0 after
 * SIGINT, SIGTERM or SIGHUP (within 10 s); 130 after a second one, which kills at once; 1 when something could not be
 * started, when Postgres or the API died by itself, or when a launcher already runs on the local directory. Everything else is started
 * again when it dies.
 */
export async function runLauncher(options: LauncherOptions): Promise<number> {
  const progress = createProgress();
  // The terminal or the pipe may be gone before we are.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let runFile: RunFile;
  try {
    mkdirSync(options.localDir, { recursive: true, mode: 0o700 });
    chmodSync(options.localDir, 0o700);
    runFile = await RunFile.claim(options.localDir);
  } catch (error) {
    progress.warn(describe(error));
    return 1;
  }
  const supervisor = new Supervisor(runFile, progress.log);
  const signals = watchSignals();
  let wasImpatient = false;
  void signals.second.then(() => {
    wasImpatient = true;
    return supervisor.killAll();
  });

  const failing = runUntilFailure(options, supervisor, runFile, progress);
  const [why, code] = await Promise.race([
    signals.first.then((signal) => [signal, 0] as const),
    failing.then((failure) => [failure, 1] as const),
  ]);
  progress.say(why);
  progress.say('stopping everything');
  await supervisor.stopAll();
  await Promise.race([failing, delay(NOTICE_MS)]);
  runFile.release();
  progress.say('everything has stopped');
  signals.end();
  return wasImpatient ? 130 : code;
}

/** Never rejects; resolves with what went wrong. */
async function runUntilFailure(
  options: LauncherOptions,
  supervisor: Supervisor,
  runFile: RunFile,
  progress: Progress,
): Promise<string> {
  const { signal } = supervisor;
  const death = supervisor.died.then(async (service) => {
    const lines = service.recentLines().slice(-15);
    return [`${service.name} died (${await service.exited}); its last lines:`, ...lines].join('\n    ');
  });
  try {
    const stopped = await stopOrphans(runFile);
    if (stopped.length > 0) progress.say(`stopped what a killed start had left running: ${stopped.join(', ')}`);
    if (options.mayBuild && needsBuild(options.rootDir)) {
      await progress.step('build (the first time, and after changes)', () => build(options.rootDir, signal));
    }
    const addresses = await Promise.race([runStack(options, supervisor.hooks, progress), death]);
    if (typeof addresses === 'string') return addresses;
    runFile.publish(publicUrl(options.env, addresses.port));
    announce(options, addresses, progress);
    // Nobody asks for the result after a clean stop, but the promise must end.
    return await Promise.race([death, aborted(signal)]);
  } catch (error) {
    return describe(error);
  }
}

function announce({ env, localDir }: LauncherOptions, addresses: RunningStack, progress: Progress): void {
  const url = publicUrl(env, addresses.port);
  const database = new URL(addresses.databaseUrl);
  const secrets = join(localDir, 'secrets.json');
  progress.block(
    'Unified Visibility Platform',
    [
      ['Dashboard', addresses.demoUrl === undefined ? `${url} (open it and sign up)` : url],
      ...proxyRows(env.PUBLIC_URL, addresses.port),
      ['API', `${url}/api/v1`],
      ['Grafana', addresses.grafanaUrl === '' ? 'not found' : `${url}/grafana/ (the dashboard signs you in)`],
      ['Prometheus', addresses.prometheusUrl || 'missing'],
      ['Pushgateway', addresses.pushgatewayUrls || 'missing'],
      ...demoRows(addresses.demoUrl, secrets),
      ['Postgres', `${database.username}@${database.host}${database.pathname}`],
      ['Data', localDir],
      ['Secrets', secrets],
    ],
    'Ctrl-C stops everything',
  );
}

/** Where a proxy finds what browsers reach at another address. */
function proxyRows(url: string | undefined, port: number): [string, string][] {
  return url ? [['Listens at', `http://localhost:${port}`]] : [];
}

function demoRows(url: string | undefined, secrets: string): [string, string][] {
  if (url === undefined) return [];
  return [
    ['Sample shop', url],
    ['its account', `${demoEmail}, with the demoPassword in ${secrets}`],
  ];
}

async function aborted(signal: AbortSignal): Promise<string> {
  if (!signal.aborted) await once(signal, 'abort');
  return 'stopped';
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
