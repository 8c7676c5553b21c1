import type pg from 'pg';
import type { RejectionCode } from '../contract/rejectionCodes.ts';
import { UnavailableError } from '../errors.ts';
import { metricKinds } from '../metric/metricKinds.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { serverBatchId } from './commit/batchIds.ts';
import { type CommitRequest, findOverflowing } from './commit/commitGroup.ts';
import { compactLarge, Deltas } from './commit/deltas.ts';
import type { GroupCommit } from './commit/groupCommit.ts';
import { senderWaitMs, waitedTooLong } from './commit/senderWait.ts';
import { createAdoption } from './samples/adoption.ts';
import type { AcceptedSample, RefusedSample } from './samples/judge.ts';
import { createJudgeRequest } from './samples/judgeRequest.ts';
import type { Payload } from './samples/payload.ts';
import {
  believedDrops,
  countByCode,
  droppedBefore,
  nothingAccepted,
  overflowRefusal,
  presentRejection,
} from './samples/refusals.ts';
import type { Rejection } from './samples/rejection.ts';
import type { UnknownCode, UnknownNames } from './samples/unknownNames.ts';
import type { Sender } from './senders/authenticate.ts';
import { onlyConfigId } from './senders/writeScope.ts';
import type { Catalog } from './series/catalog.ts';
import type { SeriesResolver } from './series/seriesResolver.ts';

/** The answer to a request that was accepted, wholly or in part. */
export interface IngestResult {
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
  /** The batch had been counted before, and was not counted again. */
  readonly duplicate: boolean;
  /** Samples that were left out because a robot sent them; only there when they were. */
  readonly leftOut?: number;
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

/** One attempt at a request is over. */
type Attempt =
  | { readonly kind: 'answered'; readonly result: IngestResult }
  /** What was in memory is not so any more; series with these first slots have a total that would leave its range. */
  | { readonly kind: 'again'; readonly overflowing: ReadonlySet<number> };

const attempts = 4;

export function createIngest(deps: {
  pool: pg.Pool;
  catalog: Catalog;
  series: SeriesResolver;
  groupCommit: GroupCommit;
  unknownNames: UnknownNames;
  metrics: Metrics;
}): Ingest {
  const { pool, unknownNames, catalog, series, groupCommit, metrics } = deps;
  const judge = createJudgeRequest({ catalog, adoption: createAdoption(deps) });

  async function ingest(sender: Sender, payload: Payload, deadlineMs: number): Promise<IngestResult> {
    const request = { sender, payload, batchId: payload.batchId ?? serverBatchId(), deadlineMs };
    let overflowing: ReadonlySet<number> = new Set();
    for (let made = 0; made < attempts; made += 1) {
      if (performance.now() >= deadlineMs) throw waitedTooLong();
      const attempt = await attemptOnce(request, overflowing);
      if (attempt.kind === 'answered') return attempt.result;
      overflowing = attempt.overflowing;
    }
    throw new UnavailableError(
      'configuration_changing',
      'The metric is being changed right now; send the samples again.',
      1,
    );
  }

  /** @param overflowing first slots of series that take nothing more */
  async function attemptOnce(
    { sender, payload, batchId, deadlineMs }: IngestRequest,
    overflowing: ReadonlySet<number>,
  ): Promise<Attempt> {
    const { tenantId } = sender;
    const again: Attempt = { kind: 'again', overflowing };
    const judged = await judge(sender, payload.samples);
    if (judged === 'stale') return again;
    const found = await series.resolve(tenantId, judged.accepted);
    if (found === 'stale') return again;
    const accepted = found.filter(([, slot]) => !overflowing.has(slot));
    const over = found.filter(([, slot]) => overflowing.has(slot)).map(([sample]) => overflowRefusal(sample));
    const refused = [...judged.refused, ...over].sort((a, b) => a.index - b.index);
    const dropped = believedDrops(payload.dropped ?? 0, sender);
    const told = dropped > 0 ? [droppedBefore(dropped, onlyConfigId(sender.writes))] : [];
    const commit: CommitRequest = {
      tenantId,
      batchId,
      accepted: accepted.length,
      deltas: deltasOf(accepted),
      rejections: [...countByCode(refused), ...told],
      deadlineMs,
    };
    if (accepted.length === 0) {
      await groupCommit.submit({ ...commit, batchId: serverBatchId() });
      noteRefused(tenantId, refused, dropped);
      throw nothingAccepted(refused);
    }
    const outcome = await groupCommit.submit(commit);
    const rejected = refused.map(presentRejection);
    switch (outcome.kind) {
      case 'committed':
        noteRefused(tenantId, refused, dropped);
        for (const [{ config }] of accepted) metrics.samplesAccepted.inc({ type: config.type });
        return { kind: 'answered', result: { accepted: accepted.length, rejected, duplicate: false } };
      case 'duplicate':
        metrics.batchesDuplicate.inc();
        return { kind: 'answered', result: { accepted: outcome.accepted, rejected, duplicate: true } };
      case 'stale':
        catalog.forget(tenantId);
        return again;
      case 'out_of_range': {
        const full = overflowingOf(accepted, await findOverflowing(pool, commit.deltas));
        return { kind: 'again', overflowing: new Set([...overflowing, ...full]) };
      }
    }
  }

  /** In our own metrics, and unknown names for their owner. */
  function noteRefused(tenantId: string, refused: readonly RefusedSample[], dropped: number): void {
    for (const { code, unknown } of refused) {
      metrics.samplesRejected.inc({ code });
      if (unknown && isUnknown(code)) unknownNames.note(tenantId, code, unknown);
    }
    metrics.samplesRejected.inc({ code: 'dropped_by_sender' }, dropped);
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

/** A request on its way through the attempts. */
interface IngestRequest {
  readonly sender: Sender;
  readonly payload: Payload;
  readonly batchId: string;
  readonly deadlineMs: number;
}

/** A sample with the first slot of its series. */
type PlacedSample = readonly [AcceptedSample, number];

function isUnknown(code: RejectionCode): code is UnknownCode {
  return code === 'unknown_metric' || code === 'metric_deleted';
}

function deltasOf(accepted: readonly PlacedSample[]): Deltas {
  const deltas = new Deltas();
  for (const [{ config, sample }, slot] of accepted) metricKinds[config.type].apply(deltas, sample, slot, config);
  return compactLarge(deltas);
}

/**
 * First slots of the series that hold one of the slots that would overflow. None can be named when the totals have moved meanwhile; then
 * all are refused, so that no addition is lost.
 */
function overflowingOf(accepted: readonly PlacedSample[], slots: ReadonlySet<number>): number[] {
  const isOver = ({ config }: AcceptedSample, first: number) => {
    const { slotCount } = metricKinds[config.type].layout(config);
    return slots.size === 0 || [...slots].some((slot) => first <= slot && slot < first + slotCount);
  };
  return accepted.filter(([sample, first]) => isOver(sample, first)).map(([, first]) => first);
}
