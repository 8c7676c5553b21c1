import type pg from 'pg';
import { UnavailableError, ValidationError } from '../errors.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createAdoption } from './adoption.ts';
import type { Sender } from './authenticate.ts';
import { serverBatchId } from './batchIds.ts';
import type { Catalog, CatalogConfig } from './catalog.ts';
import { type CommitRequest, findOverflowing } from './commitGroup.ts';
import { compactLarge, Deltas } from './deltas.ts';
import type { GroupCommit } from './groupCommit.ts';
import { type AcceptedSample, judgeSample, type RefusedSample } from './judge.ts';
import type { Payload } from './payload.ts';
import { applySample } from './reduce.ts';
import type { Rejection, RejectionCode, RejectionCount } from './rejection.ts';
import type { WireSample } from './sample.ts';
import { senderWaitMs, waitedTooLong } from './senderWait.ts';
import { seriesLayout } from './seriesLayout.ts';
import type { SeriesResolver } from './seriesResolver.ts';
import type { UnknownCode, UnknownNames } from './unknownNames.ts';

/** The answer to a request that was accepted, wholly or in part. */
export interface IngestResult {
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
  /** The batch had been counted before, and was not counted again. */
  readonly duplicate: boolean;
}

/** From samples to committed totals. */
export interface Ingest {
  /**
   * Resolves after COMMIT.
   * @param deadlineMs until when the sender waits; monotonic, milliseconds
   * @throws ValidationError when no sample could be accepted: nothing is stored, the batch id stays free
   * @throws UnavailableError when nothing could be stored right now
   */
  ingest(sender: Sender, payload: Payload, deadlineMs: number): Promise<IngestResult>;
  /** Counts the refusal of a whole request for its owner. */
  countRefusal(
    tenantId: string,
    refusal: { code: RejectionCode; detail: string; metricConfigId: string | undefined },
  ): Promise<void>;
}

const attempts = 4;

export function createIngest(deps: {
  pool: pg.Pool;
  catalog: Catalog;
  series: SeriesResolver;
  groupCommit: GroupCommit;
  unknownNames: UnknownNames;
  metrics: Metrics;
}): Ingest {
  const { unknownNames, catalog, series, groupCommit, metrics } = deps;
  const adoption = createAdoption(deps);

  async function ingest(sender: Sender, payload: Payload, deadlineMs: number): Promise<IngestResult> {
    const { batchId: givenId, samples } = payload;
    const batchId = givenId ?? serverBatchId();
    const dropped = believable(payload.dropped ?? 0, sender);
    /** First slots of series that a total of theirs keeps from growing. */
    const overflowing = new Set<number>();
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (performance.now() >= deadlineMs) throw waitedTooLong();
      const tenant = await catalog.of(sender.tenantId);
      const judged = samples.map((sample, index) => judgeSample(sample, index, tenant, sender.onlyConfigId));
      const unknown = unknownNamesOf(samples, judged);
      if (unknown.length > 0 && (await catalog.isBehind(tenant, unknown))) {
        catalog.forget(sender.tenantId);
        continue;
      }
      if (sender.createsMetrics && (await adoption.adopt(sender.tenantId, samples, judged))) continue;
      const refused = judged.filter((one): one is RefusedSample => 'code' in one);
      const acceptable = judged.filter((one): one is AcceptedSample => !('code' in one));
      const slots = await series.resolve(sender.tenantId, acceptable);
      if (slots === 'stale') continue;
      const accepted: [AcceptedSample, number][] = [];
      for (const [sample, slot] of slots) {
        if (overflowing.has(slot)) refused.push(overflowRefusal(sample));
        else accepted.push([sample, slot]);
      }
      refused.sort((a, b) => a.index - b.index);
      const request = buildRequest(sender.tenantId, batchId, accepted, refused, deadlineMs);
      if (dropped > 0) request.rejections.push(droppedBefore(dropped, sender.onlyConfigId));
      if (accepted.length === 0) {
        await groupCommit.submit({ ...request, batchId: serverBatchId() });
        countRejected(refused, dropped);
        noteUnknown(sender.tenantId, samples, refused);
        throw nothingAccepted(refused);
      }
      const outcome = await groupCommit.submit(request);
      switch (outcome.kind) {
        case 'committed':
          countRejected(refused, dropped);
          noteUnknown(sender.tenantId, samples, refused);
          for (const [{ config }] of accepted) metrics.samplesAccepted.inc({ type: config.type });
          return { accepted: accepted.length, rejected: refused.map(presentRejection), duplicate: false };
        case 'duplicate':
          metrics.batchesDuplicate.inc();
          return { accepted: outcome.accepted, rejected: refused.map(presentRejection), duplicate: true };
        case 'stale':
          catalog.forget(sender.tenantId);
          break;
        case 'out_of_range': {
          const guilty = [...(await findOverflowing(deps.pool, request.deltas))];
          for (const [{ config }, first] of accepted) {
            const last = first + seriesLayout(config.type, config.buckets ?? [], []).slotCount - 1;
            // None can be named when the totals have moved meanwhile; then all are refused, so that no addition is lost.
            if (guilty.length === 0 || guilty.some((slot) => first <= slot && slot <= last)) overflowing.add(first);
          }
        }
      }
    }
    throw new UnavailableError(
      'configuration_changing',
      'The metric is being changed right now; send the samples again.',
      1,
    );
  }

  function countRejected(refused: readonly RefusedSample[], dropped: number): void {
    for (const { code } of refused) metrics.samplesRejected.inc({ code });
    metrics.samplesRejected.inc({ code: 'dropped_by_sender' }, dropped);
  }

  function noteUnknown(tenantId: string, samples: readonly unknown[], refused: readonly RefusedSample[]): void {
    for (const { code, index } of refused)
      if (isUnknown(code)) unknownNames.note(tenantId, code, wellFormed(samples[index]));
  }

  return {
    ingest,
    async countRefusal(tenantId, { code, detail, metricConfigId }) {
      metrics.samplesRejected.inc({ code });
      const rejections = [{ metricConfigId, code, count: 1, example: detail }];
      const deadlineMs = performance.now() + senderWaitMs;
      const batchId = serverBatchId();
      await groupCommit.submit({ tenantId, batchId, accepted: 0, deltas: new Deltas(), rejections, deadlineMs });
    },
  };
}

/** The names, each once, for which no metric was found. */
function unknownNamesOf(samples: readonly unknown[], judged: readonly (AcceptedSample | RefusedSample)[]): string[] {
  const unknown = judged.filter((one) => 'code' in one && isUnknown(one.code));
  // NUL is in no name, and Postgres does not take it.
  return [...new Set(unknown.map(({ index }) => wellFormed(samples[index]).name))].filter(
    (name) => !name.includes('\u0000'),
  );
}

function isUnknown(code: RejectionCode): code is UnknownCode {
  return code === 'unknown_metric' || code === 'metric_deleted';
}

/** Of a sample whose name was looked up: its shape was found right before. */
function wellFormed(sample: unknown): WireSample {
  return sample as WireSample;
}

function buildRequest(
  tenantId: string,
  batchId: string,
  accepted: readonly [AcceptedSample, number][],
  refused: readonly RefusedSample[],
  deadlineMs: number,
): CommitRequest & { rejections: RejectionCount[] } {
  const deltas = new Deltas();
  for (const [{ config, sample }, slot] of accepted) applySample(deltas, config, sample, slot);
  const counts = new Map<string, RejectionCount>();
  for (const { metricConfigId, code, detail } of refused) {
    const key = `${metricConfigId} ${code}`;
    counts.set(key, { metricConfigId, code, count: (counts.get(key)?.count ?? 0) + 1, example: detail });
  }
  return {
    tenantId,
    batchId,
    accepted: accepted.length,
    deltas: compactLarge(deltas),
    rejections: [...counts.values()],
    deadlineMs,
  };
}

/** Everybody can read the token in a page and say what they like with it; a page gives up less than that between two batches. */
const maxDroppedByPage = 10_000;

function believable(dropped: number, { onlyConfigId }: Sender): number {
  return onlyConfigId === undefined ? dropped : Math.min(dropped, maxDroppedByPage);
}

/** Counted once, with the batch that tells of it, if any of its samples is accepted. */
function droppedBefore(count: number, metricConfigId: string | undefined): RejectionCount {
  const example = 'the sender could not deliver for so long that it gave up what was oldest';
  return { metricConfigId, code: 'dropped_by_sender', count, example };
}

function overflowRefusal({ index, config }: { index: number; config: CatalogConfig }): RefusedSample {
  return {
    index,
    code: 'total_overflow',
    detail: `${config.metricName}: the total would reach 2^53, from where additions lose precision`,
    metricConfigId: config.id,
  };
}

function presentRejection({ index, code, detail }: RefusedSample): Rejection {
  return { index, code, detail };
}

function nothingAccepted(refused: readonly RefusedSample[]): ValidationError {
  const errors = refused
    .slice(0, 100)
    .map(({ index, code, detail }) => ({ path: `body.metrics[${index}]`, message: detail, code }));
  return new ValidationError(
    `No sample could be accepted: ${refused[0]?.detail ?? 'none was given'}`,
    errors,
    'nothing_accepted',
  );
}
