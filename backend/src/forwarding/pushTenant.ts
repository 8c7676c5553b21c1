import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import {
  forgetErasedTenant,
  gatewayProcess,
  type Lease,
  leaseLeftToPushMs,
  pushTimeoutMs,
  recordPlacement,
  recordPush,
  releaseLease,
  returnUnused,
} from './leases.ts';
import type { MetricSink, PushOutcome } from './metricSink.ts';
import { chooseGateway } from './placement.ts';
import { promoteSeen } from './promotion.ts';
import { readTenant } from './readTenant.ts';
import { renderTenant } from './render.ts';
import type { Round } from './round.ts';
import type { AskLastScrape } from './scrapeWatch.ts';

export interface PushTenantDeps {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The list of gateways, in force now, by `gatewayName`. */
  readonly gatewayUrls: readonly string[];
  readonly sinkOf: (url: string) => MetricSink;
  readonly askLastScrape: AskLastScrape;
  /** How long a new counter must show 0: a scrape interval and a second. */
  readonly zeroForMs: number;
}

/** After an uncertain push and a sign of life from the gateway, so much longer before the next body. */
const settleMs = 1_000;
/** A tenant whose push was refused or could not be made is left alone this long. */
const refusedWaitMs = 30_000;
const notSentWaitMs = 1_000;

/**
 * Pushes one claimed tenant and gives its lease back, except after a push whose outcome is not known: then the lease runs out by
 * itself, and the process that claims the tenant next finds it uncertain. It tells `round` how the gateway answered.
 */
export async function pushTenant(deps: PushTenantDeps, lease: Lease, round: Round): Promise<void> {
  const { pool } = deps;
  const gatewayUrl = await placeTenant(deps, lease, round);
  if (gatewayUrl === undefined) return;
  if (!round.isReachable(gatewayUrl)) {
    await returnUnused(pool, lease, notSentWaitMs);
    return;
  }
  const sink = deps.sinkOf(gatewayUrl);
  const startTime = await settle(deps, lease, round, gatewayUrl);
  if (startTime === undefined) return;
  await promoteSeen(
    pool,
    lease.tenantId,
    gatewayUrl,
    gatewayProcess(gatewayUrl, startTime),
    deps.zeroForMs,
    deps.askLastScrape,
  );
  const { version, readAtMs, series } = await readTenant(pool, lease.tenantId);
  const body = renderTenant(series);
  const outcome = await change(deps, lease, round, gatewayUrl, (deadlineMs) =>
    body === '' ? sink.delete(lease.tenantId, deadlineMs) : sink.put(lease.tenantId, body, deadlineMs),
  );
  if (outcome !== 'done') return;
  const zeroSeries = series.filter((one) => !one.promoted).map((one) => one.id);
  await recordPush(pool, lease, {
    gatewayUrl,
    version,
    readAtMs,
    gatewayStart: startTime,
    zeroSeries,
    zeroForMs: deps.zeroForMs,
    slides: series.some((one) => one.sketch !== null),
  });
  if (body === '') await forgetErasedTenant(pool, lease.tenantId);
}

/**
 * Makes sure that the gateway answers, and that nothing older can arrive after what is sent to it next: after a push whose outcome is not
 * known, an older body may still be on its way into it.
 * @returns the gateway's start time; undefined when it does not answer, and then nothing is left to do with this lease
 */
async function settle(
  deps: PushTenantDeps,
  lease: Lease,
  round: Round,
  gatewayUrl: string,
): Promise<string | undefined> {
  const sink = deps.sinkOf(gatewayUrl);
  try {
    const { startTime } = await sink.status();
    if (!lease.uncertain) return startTime;
    await sleep(settleMs);
    return (await sink.status()).startTime;
  } catch {
    round.giveUp(gatewayUrl);
    await returnUnused(deps.pool, lease, notSentWaitMs);
    return undefined;
  }
}

/** The tenant's gateway; chosen when it has none, changed only when it has left the list and has confirmed that the group is gone. */
async function placeTenant(deps: PushTenantDeps, lease: Lease, round: Round): Promise<string | undefined> {
  const { gatewayUrl: held } = lease;
  if (held !== null && deps.gatewayUrls.includes(held)) return held;
  const chosen = chooseGateway(lease.tenantId, deps.gatewayUrls);
  if (held !== null) {
    if (!round.isReachable(held)) {
      await returnUnused(deps.pool, lease, notSentWaitMs);
      return undefined;
    }
    if ((await settle(deps, lease, round, held)) === undefined) return undefined;
    const remove = (deadlineMs: number) => deps.sinkOf(held).delete(lease.tenantId, deadlineMs);
    if ((await change(deps, lease, round, held, remove)) !== 'done') return undefined;
  }
  if (chosen !== undefined) await recordPlacement(deps.pool, lease, chosen);
  return chosen;
}

/**
 * Changes what a gateway holds of the tenant, if there is time enough before the lease ends. After a failure nothing is left to do with
 * this lease.
 */
async function change(
  deps: PushTenantDeps,
  lease: Lease,
  round: Round,
  gatewayUrl: string,
  send: (deadlineMs: number) => Promise<PushOutcome>,
): Promise<PushOutcome | 'too_late'> {
  const { pool, metrics, logger } = deps;
  const nowMs = performance.now();
  if (lease.endsAtMs - nowMs < leaseLeftToPushMs) {
    await returnUnused(pool, lease);
    return 'too_late';
  }
  const end = metrics.pushSeconds.startTimer();
  const outcome = await send(nowMs + pushTimeoutMs);
  end({ outcome });
  if (outcome === 'done') return outcome;
  metrics.errors.inc({ kind: `push_${outcome}` });
  logger.warn('a push did not succeed', { tenantId: lease.tenantId, gateway: new URL(gatewayUrl).host, outcome });
  if (outcome === 'refused') {
    await releaseLease(pool, lease, refusedWaitMs);
    return outcome;
  }
  round.failed(gatewayUrl);
  if (outcome === 'not_sent') await returnUnused(pool, lease, notSentWaitMs);
  return outcome;
}
