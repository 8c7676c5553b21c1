import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPasswordHasher } from './api/auth/passwordHasher.ts';
import { writePublicKey } from './api/grafana/signingKey.ts';
import { databaseCheck } from './api/health/databaseCheck.ts';
import { prometheusCheck } from './api/health/httpCheck.ts';
import { pushgatewayCheck } from './api/health/pushgatewayCheck.ts';
import { createIngestHandler } from './api/metrics/metrics.handler.ts';
import { createApp } from './app.ts';
import type { WorkerLink } from './cluster/worker.ts';
import type { Config } from './config.ts';
import { connectDatabase, type Database } from './database/connect.ts';
import { detectPooler, type Pooling } from './database/detectPooler.ts';
import { createForwarder, type Forwarder } from './forwarding/forwarder.ts';
import type { MetricSink } from './forwarding/metricSink.ts';
import { gatewayName } from './forwarding/placement.ts';
import { createPushgatewaySink } from './forwarding/pushgatewaySink.ts';
import { createScrapeWatch } from './forwarding/scrapeWatch.ts';
import { createHousekeeper, type Housekeeper } from './housekeeping/housekeeper.ts';
import type { LimitAction, LimitName } from './http/connections.ts';
import { listen } from './http/createServer.ts';
import { publicPath } from './http/publicPath.ts';
import { createIngestion } from './ingestion/createIngestion.ts';
import { createInternalApp } from './internalApp.ts';
import type { Logger } from './logger.ts';
import { createModels } from './models/index.ts';
import { createRequestListener } from './requestListener.ts';
import { createServices } from './services.ts';
import { createMetrics } from './telemetry/metrics.ts';

/** The running product: both listeners and the background work. */
export interface Platform {
  /** Where the public listener really is, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly internalUrl: string;
  readonly database: Database;
  readonly forwarder: Forwarder;
  readonly housekeeper: Housekeeper;
  /** Drains, stops listening, ends what is under way, pushes once more, and closes everything: within 10 s. */
  stop(): Promise<void>;
}

/** For requests under way when a process stops, the drain included; what follows has the rest of the ten seconds. */
const requestGraceMs = 5_000;
const internalGraceMs = 200;

/**
 * Wires and starts everything on a database whose schema is current. Called by `main.ts`, and by tests, which may run several in one
 * process as replicas.
 */
export async function startPlatform(
  config: Config,
  deps: {
    logger: Logger;
    dashboardDir: string | undefined;
    createSink?: (url: string) => MetricSink;
    /** How many log lines could not be written. */
    lostLogLines?: () => number;
    /** For one of several workers that share the ports: each of them answers `/metrics` with the metrics of all. */
    workerLink?: WorkerLink;
  },
): Promise<Platform> {
  const { logger } = deps;
  shareKeyWithGrafana(config.jwt.secret, config.grafanaPublicKeyFile, logger);
  const metrics = createMetrics({
    processMetrics: config.nodeEnv !== 'test',
    ...(deps.lostLogLines && { lostLogLines: deps.lostLogLines }),
  });
  const database = connectDatabase(config.databaseUrl, { pooling: await poolingOf(config, logger) });
  await database.clock.start();
  const models = createModels(database.sequelize);
  const passwords = createPasswordHasher({ rounds: config.bcryptRounds });
  const ingestion = createIngestion({ config, database, logger, metrics });
  const sinkOf = rememberSinks(deps.createSink ?? createPushgatewaySink, config.pushgatewayUrls);
  const forwarder = createForwarder({
    pool: database.pool,
    logger,
    metrics,
    gatewayUrls: config.pushgatewayUrls.map(gatewayName),
    sinkOf,
    askLastScrape: createScrapeWatch(config.prometheusUrl, config.pushgatewayUrls.map(gatewayName)),
    zeroForMs: (config.scrapeIntervalSeconds + 1) * 1000,
    pushIntervalSeconds: config.pushIntervalSeconds,
  });
  const housekeeper = createHousekeeper({ pool: database.pool, logger, metrics });
  const services = createServices({
    config,
    logger,
    metrics,
    database,
    models,
    passwords,
    keyAccess: ingestion,
    version: packageVersion(),
    healthChecks: {
      database: databaseCheck(database.pool),
      pushgateway: pushgatewayCheck(forwarder),
      prometheus: prometheusCheck(config.prometheusUrl),
    },
  });
  const { addressOf, health, observe, answerFailure, prometheus, securityLog } = services;
  const ingest = createIngestHandler({ config, logger, addressOf, observe, answerFailure, ...ingestion });
  const app = createApp({ config, services, now: database.clock.now, dashboardDir: deps.dashboardDir });

  deps.workerLink?.share(metrics.registry);
  const readMetrics = deps.workerLink?.readAllMetrics ?? (() => metrics.registry.metrics());
  const internal = await listen(
    createInternalApp({
      grafanaDatasourceToken: config.grafanaDatasourceToken,
      readMetrics,
      prometheus,
      answerFailure,
    }),
    config.internalPort,
    { host: config.internalHost },
  );
  const limits = {
    total: config.maxConnections,
    perAddress: config.trustProxyHops > 0 ? undefined : config.maxConnectionsPerAddress,
    onLimit: (limit: LimitName, action: LimitAction) => metrics.connectionsLimited.inc({ limit, action }),
  };
  const listener = createRequestListener({ config, publicPath: publicPath(config.publicUrl), ingest, app });
  const server = await listen(listener, config.port, { limits }).catch(async (error: unknown) => {
    await internal.close(0);
    throw error;
  });
  ingestion.start();
  forwarder.start();
  housekeeper.start();

  return {
    url: `http://127.0.0.1:${server.port}`,
    internalUrl: `http://127.0.0.1:${internal.port}`,
    database,
    forwarder,
    housekeeper,
    async stop() {
      const drainMs = config.drainSeconds * 1000;
      health.drain();
      server.drain();
      internal.drain();
      const housekeeperStopped = housekeeper.stop();
      await sleep(drainMs);
      await Promise.all([server.close(requestGraceMs - drainMs), housekeeperStopped]);
      await ingestion.stop();
      await forwarder.stop();
      await internal.close(internalGraceMs);
      ingest.close();
      securityLog.stop();
      await passwords.close();
      await database.close();
    },
  };
}

async function poolingOf(
  { databasePooler, databaseUrl }: Pick<Config, 'databasePooler' | 'databaseUrl'>,
  logger: Logger,
): Promise<Pooling> {
  const pooling = databasePooler === 'transaction' ? databasePooler : await detectPooler(databaseUrl);
  if (pooling === 'transaction') logger.info('Postgres is behind a pooler in transaction mode');
  return pooling;
}

/** Before anything listens, because that is what Grafana's start waits for. Samples matter more: without the key the rest still works. */
function shareKeyWithGrafana(jwtSecret: string, file: string | undefined, logger: Logger): void {
  if (file === undefined) return;
  try {
    writePublicKey(jwtSecret, file);
  } catch (error) {
    logger.error('could not write the key that Grafana checks sign-ins with', { file, error });
  }
}

/** One sink per gateway, by name: with the credentials of the list where it has some, without any once the gateway has left it. */
function rememberSinks(
  create: (url: string) => MetricSink,
  urls: readonly string[],
): (gatewayName: string) => MetricSink {
  const sinks = new Map(urls.map((url) => [gatewayName(url), create(url)]));
  return (name) => {
    const sink = sinks.get(name) ?? create(name);
    sinks.set(name, sink);
    return sink;
  };
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
