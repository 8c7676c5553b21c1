import { createChangeListener } from '../caching/changeListener.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/connect.ts';
import { chooseGateway } from '../forwarding/placement.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createGroupCommit } from './commit/groupCommit.ts';
import { createIngest, type Ingest } from './ingest.ts';
import { createIngestKnown, type IngestKnown } from './ingestKnown.ts';
import { createLeaveOutRobot, type LeaveOutRobot } from './robots/leaveOutRobot.ts';
import { createRobotSamples } from './robots/robotSamples.ts';
import { createUnknownNames } from './samples/unknownNames.ts';
import {
  type Authenticate,
  createAuthenticate,
  createRecognizeServer,
  type RecognizeServer,
} from './senders/authenticate.ts';
import { createKeyDirectory } from './senders/keyDirectory.ts';
import { createKeyUsage, type KeyUsage } from './senders/keyUsage.ts';
import { createCatalog } from './series/catalog.ts';
import { createGatewayLoad } from './series/gatewayLoad.ts';
import { createSeriesResolver } from './series/seriesResolver.ts';
import { createSlotCache } from './series/slotCache.ts';

/** The room's parts that the handler of `POST /api/v1/metrics` needs, wired to each other. */
export interface Ingestion {
  readonly authenticate: Authenticate;
  readonly recognizeServer: RecognizeServer;
  readonly ingest: Ingest;
  readonly ingestKnown: IngestKnown;
  readonly leaveOutRobot: LeaveOutRobot;
  readonly keyUsage: KeyUsage;
  /** Begins to hear changes of keys and configurations; until then caches live 2 s. */
  start(): void;
  /** Resolves when what was submitted is committed and the caches hear nothing more. */
  stop(): Promise<void>;
}

/** Series that one tenant may export. */
const maxSeriesPerTenant = 20_000;

export function createIngestion(deps: {
  config: Pick<Config, 'browserTokenKeys' | 'databaseListenUrl' | 'pushgatewayUrls'>;
  database: Database;
  logger: Logger;
  metrics: Metrics;
}): Ingestion {
  const { config, database, logger, metrics } = deps;
  const { pool } = database;
  const now = () => new Date(database.clock.now());
  const listener = createChangeListener({
    databaseUrl: listenUrl(config, database),
    notify: async (channel, payload) => {
      await pool.query('select pg_notify($1, $2)', [channel, payload]);
    },
    logger,
    onChange(tenantId) {
      keys.forget((key) => key.tenantId === tenantId);
      catalog.forget(tenantId);
    },
    onGap() {
      keys.clear();
      catalog.clear();
    },
  });
  const keys = createKeyDirectory({ pool, freshness: listener });
  const slots = createSlotCache();
  const catalog = createCatalog({ pool, freshness: listener, slots });
  metrics.watchCache('slots', () => slots.bytes());
  metrics.watchCache('metric_configs', () => catalog.bytes());
  metrics.watchCache('api_keys', () => keys.bytes());
  const groupCommit = createGroupCommit({ pool: database.commitPool, metrics });
  const gatewayLoad = createGatewayLoad({
    pool,
    gatewayOf: (tenantId) => chooseGateway(tenantId, config.pushgatewayUrls),
  });
  const series = createSeriesResolver({ pool, catalog, gatewayLoad, slots, maxPerTenant: maxSeriesPerTenant });
  const keyUsage = createKeyUsage({ pool, logger });
  const unknownNames = createUnknownNames({ pool, logger });
  const robotSamples = createRobotSamples({ pool, logger });
  return {
    authenticate: createAuthenticate({ keys, catalog, signingKeys: config.browserTokenKeys, now }),
    recognizeServer: createRecognizeServer({ keys, now }),
    ingest: createIngest({ pool, catalog, series, groupCommit, unknownNames, metrics }),
    ingestKnown: createIngestKnown({ catalog, slots, groupCommit, metrics }),
    leaveOutRobot: createLeaveOutRobot({ robotSamples, metrics }),
    keyUsage,
    start: () => listener.start(),
    async stop() {
      await groupCommit.drain();
      await keyUsage.stop();
      await unknownNames.stop();
      await robotSamples.stop();
      await listener.stop();
    },
  };
}

/** A pooler in transaction mode never delivers a notification. */
function listenUrl(config: Pick<Config, 'databaseListenUrl'>, database: Database): string | undefined {
  return config.databaseListenUrl ?? (database.pooling === 'session' ? database.url : undefined);
}
