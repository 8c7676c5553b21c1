import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPrimary } from './cluster/primary.ts';
import { linkToPrimary, type WorkerLink } from './cluster/worker.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { migrateUp } from './database/migrate.ts';
import { keepRequestsYoung } from './heapSettings.ts';
import { createLogger, type Logger } from './logger.ts';
import { createLogSink } from './logSink.ts';
import { type Platform, startPlatform } from './platform.ts';

const stopWithinMs = 9_500;
const databaseAttempts = 30;
const logSink = createLogSink();

/** Migrates as soon as Postgres answers; a stack that starts all at once may need a moment. */
async function migrate(databaseUrl: string, logger: Logger): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      for (const name of await migrateUp(databaseUrl)) logger.info('migration applied', { name });
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const notThereYet = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|57P03)$/.test(code);
      if (!notThereYet || attempt >= databaseAttempts) throw error;
      logger.warn('waiting for Postgres', { code });
      await sleep(1_000);
    }
  }
}

/**
 * Makes a way to stop in order, within ten seconds. Signals and unexpected failures use it; a second signal ends the process at once.
 * @returns the same for other reasons; once stopping has begun it does nothing
 */
function createStop(logger: Logger, stopAll: () => Promise<void>): (reason: string, exitCode: number) => void {
  let isStopping = false;

  async function stop(reason: string, exitCode: number): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    logger.info('stopping', { reason });
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, stopWithinMs).unref();
    await stopAll();
    logger.info('stopped');
    process.exitCode = exitCode;
    // What is left is at most a timer of a library; nothing of ours waits.
    setImmediate(() => process.exit(exitCode));
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      void stop(signal, 0);
    });
  }
  const fail = (error: unknown) => {
    if (isStopping) process.exit(1);
    logger.error('unexpected failure', { error });
    void stop('unexpected failure', 1);
  };
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
  return (reason, exitCode) => void stop(reason, exitCode);
}

/** One process that does everything: the only one, or one of several workers. */
async function serve(config: Config, logger: Logger, link?: WorkerLink): Promise<Platform> {
  const dashboardDir = fileURLToPath(new URL('../../frontend/dist', import.meta.url));
  const platform = await startPlatform(config, {
    logger,
    dashboardDir: existsSync(dashboardDir) ? dashboardDir : undefined,
    lostLogLines: logSink.lost,
    ...(link && { workerLink: link }),
  });
  logger.info('ready', { url: config.publicUrl, listening: platform.url, internal: platform.internalUrl });
  return platform;
}

async function runAlone(config: Config, logger: Logger): Promise<void> {
  await migrate(config.databaseUrl, logger);
  const platform = await serve(config, logger);
  createStop(logger, () => platform.stop());
}

/** Migrates, then leaves the work to the workers. */
async function runPrimary(config: Config, logger: Logger): Promise<void> {
  await migrate(config.databaseUrl, logger);
  const primary = startPrimary({
    workers: config.webConcurrency,
    logger,
    onHopeless: () => stop('no worker could start', 1),
  });
  const stop = createStop(logger, () => primary.stop(stopWithinMs - 500));
}

/** Stops when the primary process asks; a Ctrl-C reaches the whole process group, and is enough by itself. */
async function runWorker(config: Config, logger: Logger): Promise<void> {
  let platform: Platform | undefined;
  const stop = createStop(logger, async () => platform?.stop());
  const link = linkToPrimary((reason) => stop(reason, 0));
  platform = await serve(config, logger, link);
}

async function main(): Promise<void> {
  keepRequestsYoung();
  const config = loadConfig(process.env);
  const logger = createLogger({
    level: config.logLevel,
    json: config.nodeEnv === 'production',
    stream: logSink.stream,
  });
  try {
    if (config.webConcurrency === 1) await runAlone(config, logger);
    else if (cluster.isPrimary) await runPrimary(config, logger);
    else await runWorker(config, logger);
  } catch (error) {
    logger.error('could not start', { error });
    process.exitCode = 1;
    setImmediate(() => process.exit(1));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
});
