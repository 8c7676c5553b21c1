import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { migrateUp } from './database/migrate.ts';
import { keepRequestsYoung } from './heapSettings.ts';
import { createLogger, type Logger } from './logger.ts';
import { type Platform, startPlatform } from './platform.ts';

const stopWithinMs = 9_500;
const databaseAttempts = 30;

/** Migrates as soon as Postgres answers; a stack that starts all at once may need a moment. */
async function migrate(config: Config, logger: Logger): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      for (const name of await migrateUp(config.databaseUrl)) logger.info('migration applied', { name });
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

/** The first signal stops in order; a second one, or ten seconds, at once. */
function stopOnSignals(platform: Platform, logger: Logger): void {
  let stopping = false;
  const stop = async (reason: string, exitCode: number) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info('stopping', { reason });
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, stopWithinMs).unref();
    await platform.stop();
    logger.info('stopped');
    process.exitCode = exitCode;
    // What is left is at most a timer of a library; nothing of ours waits.
    setImmediate(() => process.exit(exitCode));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal, 0));
  const fail = (error: unknown) => {
    logger.error('unexpected failure', { error });
    void stop('unexpected failure', 1);
  };
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
}

async function main(): Promise<void> {
  keepRequestsYoung();
  const config = loadConfig(process.env);
  const logger = createLogger({ level: config.logLevel, json: config.nodeEnv === 'production' });
  try {
    await migrate(config, logger);
    const dashboardDir = fileURLToPath(new URL('../../frontend/dist', import.meta.url));
    const platform = await startPlatform(config, {
      logger,
      dashboardDir: existsSync(dashboardDir) ? dashboardDir : undefined,
    });
    stopOnSignals(platform, logger);
    logger.info('ready', { url: config.publicUrl, listening: platform.url, internal: platform.internalUrl });
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
