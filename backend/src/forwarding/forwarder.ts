import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import { createLagWatch, type Lag } from './lagWatch.ts';
import { claimDue, departedGateways, type ReachableGateway, returnUnused, shortenLeases } from './leases.ts';
import { createOutageLog } from './outageLog.ts';
import { type PushTenantDeps, pushTenant } from './pushTenant.ts';
import { createRound, parallelPushes } from './round.ts';

/** How the gateways were found in the last round; all are called by their name. */
export interface GatewayStates {
  readonly listed: number;
  /** Those of the list that did not answer. */
  readonly silent: readonly string[];
  /** Those that have left the list, hold tenants still, and did not answer: their tenants wait for them. */
  readonly departedSilent: readonly string[];
}

/** Brings totals to the gateways, round after round. */
export interface Forwarder {
  start(): void;
  /** One round: every tenant that is due now and can be claimed; then the lag is looked at. For tests. */
  pushDue(): Promise<void>;
  lag(): Lag;
  /** Before the first round none has answered. */
  gateways(): GatewayStates;
  /**
   * Ends the round under way, does one more, and stops: two seconds each. A round that a gateway keeps longer is left behind, and none
   * follows it; what it holds runs out with its leases.
   */
  stop(): Promise<void>;
}

const claimAtOnce = 20;
const lastRoundMs = 2_000;
const slowestRoundMs = 60_000;

export function createForwarder(deps: PushTenantDeps & { pushIntervalSeconds: number }): Forwarder {
  const { pool, logger, metrics } = deps;
  const lagWatch = createLagWatch(deps);
  const stopping = new AbortController();
  const faults = new Map<string, string>();
  const outage = createOutageLog(logger, {
    fails: 'a forwarding round failed',
    works: 'forwarding rounds succeed again',
  });
  let states: GatewayStates = { listed: deps.gatewayUrls.length, silent: deps.gatewayUrls, departedSilent: [] };
  let running: Promise<void> = Promise.resolve();
  let watching: Promise<void> = Promise.resolve();

  /** Those that answer, of the list and of the departed that hold tenants still; sets `states`. */
  async function askGateways(): Promise<ReachableGateway[]> {
    if (deps.gatewayUrls.length === 0) return [];
    const departed = await departedGateways(pool, deps.gatewayUrls);
    const answers = await Promise.all(
      [...deps.gatewayUrls, ...departed].map(async (url) => {
        try {
          const { startTime } = await deps.sinkOf(url).status();
          if (faults.delete(url)) logger.info('the Pushgateway answers again', { gateway: new URL(url).host });
          return [{ url, startTime }];
        } catch (error) {
          reportOnce(logger, faults, url, error);
          metrics.errors.inc({ kind: 'gateway_unreachable' });
          return [];
        }
      }),
    );
    const answering = answers.flat();
    const isSilent = (name: string) => !answering.some(({ url }) => url === name);
    states = { ...states, silent: deps.gatewayUrls.filter(isSilent), departedSilent: departed.filter(isSilent) };
    return answering;
  }

  async function pushRound(signal?: AbortSignal): Promise<void> {
    await shortenLeases(pool);
    const round = createRound(await askGateways());
    while (round.reachable().length > 0 && !signal?.aborted) {
      const leases = await claimDue(pool, round.reachable(), deps.gatewayUrls, round.startedAtMs, claimAtOnce);
      const queue = [...leases];
      const worker = async () => {
        for (let lease = queue.shift(); lease; lease = queue.shift()) {
          const done = signal?.aborted ? returnUnused(pool, lease) : pushTenant(deps, lease, round);
          // A tenant that fails must not keep the others waiting; its lease runs out.
          await done.catch((error: unknown) => {
            metrics.errors.inc({ kind: 'push_failed' });
            logger.error('a push failed', { tenantId: lease?.tenantId, error });
          });
        }
      };
      await Promise.all(Array.from({ length: parallelPushes }, worker));
      if (leases.length < claimAtOnce) break;
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAtMs = performance.now();
      await pushRound(stopping.signal).then(outage.worked, (error: unknown) => {
        metrics.errors.inc({ kind: 'forwarding' });
        outage.failed(error);
      });
      // Never busy for more than half of the time: a gateway that is slow is not made slower.
      const tookMs = performance.now() - startedAtMs;
      const waitMs = Math.min(slowestRoundMs, Math.max(deps.pushIntervalSeconds * 1000 - tookMs, tookMs));
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    start() {
      running = run();
      // Beside the rounds: with many tenants waiting, or a slow gateway, a round takes minutes, and that is when the lag matters.
      watching = lagWatch.watch(stopping.signal);
    },
    async pushDue() {
      await pushRound();
      await lagWatch.look();
    },
    lag: () => lagWatch.current(),
    gateways: () => states,
    async stop() {
      stopping.abort();
      const [hasEnded] = await Promise.all([endsInTime(running), endsInTime(watching)]);
      if (!hasEnded) return;
      await endsInTime(pushRound(AbortSignal.timeout(lastRoundMs)).catch(() => {}));
    },
  };
}

async function endsInTime(round: Promise<void>): Promise<boolean> {
  return Promise.race([round.then(() => true), sleep(lastRoundMs, false, { ref: false })]);
}

/** An outage is reported when it begins and when its reason changes, not every two seconds. */
function reportOnce(logger: Logger, faults: Map<string, string>, url: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  if (faults.get(url) === reason) return;
  faults.set(url, reason);
  logger.warn('the Pushgateway cannot be used; totals stay in Postgres and follow later', {
    gateway: new URL(url).host,
    reason,
  });
}
