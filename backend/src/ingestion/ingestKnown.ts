import { metricTypes } from '../contract/metricTypes.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { serverBatchId } from './commit/batchIds.ts';
import type { CommitRequest } from './commit/commitGroup.ts';
import { compactLarge } from './commit/deltas.ts';
import type { CommitListener, CommitOutcome, GroupCommit } from './commit/groupCommit.ts';
import type { IngestResult } from './ingest.ts';
import type { Payload } from './samples/payload.ts';
import { type AcceptedByType, reduceKnown } from './samples/reduceKnown.ts';
import type { Sender } from './senders/authenticate.ts';
import type { Catalog } from './series/catalog.ts';
import type { SlotCache } from './series/slotCache.ts';

/** Hears how a request ended: one of the three is called, once. */
export interface IngestListener {
  /** After COMMIT. */
  answered(result: IngestResult): void;
  /** With what `Ingest.ingest` would have thrown. */
  failed(error: unknown): void;
  /** Nothing was counted: the request must go through `Ingest.ingest`, which finds out what has changed or which sample is wrong. */
  startOver(): void;
}

/**
 * The short way, for requests whose metrics and label sets are all in memory and whose samples are all fine: no look into Postgres
 * besides the commit, and no promise. The samples are not kept while the request waits for its commit.
 * @returns false, with nothing done, for every other request: it goes through `Ingest.ingest`
 */
export type IngestKnown = (sender: Sender, payload: Payload, deadlineMs: number, listener: IngestListener) => boolean;

const noRejections: readonly never[] = [];

export function createIngestKnown(deps: {
  catalog: Catalog;
  slots: SlotCache;
  groupCommit: GroupCommit;
  metrics: Metrics;
}): IngestKnown {
  const { catalog, slots, groupCommit } = deps;

  return (sender, payload, deadlineMs, listener) => {
    // What a sender gave up is counted on the full way.
    if (payload.dropped !== undefined) return false;
    const tenant = catalog.peek(sender.tenantId);
    const known = tenant && reduceKnown(tenant, payload.samples, sender.writes, slots);
    if (known === undefined) return false;
    const request = {
      tenantId: sender.tenantId,
      batchId: payload.batchId ?? serverBatchId(),
      accepted: payload.samples.length,
      deltas: compactLarge(known.deltas),
      rejections: noRejections,
      deadlineMs,
    };
    groupCommit.enqueue(request, new KnownCommit(deps, request, known.acceptedByType, listener));
    return true;
  };
}

/** An object and no closures: thousands wait at a time. */
class KnownCommit implements CommitListener {
  constructor(
    private readonly deps: { readonly catalog: Catalog; readonly metrics: Metrics },
    private readonly request: CommitRequest,
    private readonly acceptedByType: AcceptedByType,
    private readonly listener: IngestListener,
  ) {}

  ended(outcome: CommitOutcome): void {
    const { catalog, metrics } = this.deps;
    switch (outcome.kind) {
      case 'committed':
        countAccepted(metrics, this.acceptedByType);
        this.listener.answered({ accepted: this.request.accepted, rejected: noRejections, duplicate: false });
        return;
      case 'duplicate':
        metrics.batchesDuplicate.inc();
        this.listener.answered({ accepted: outcome.accepted, rejected: noRejections, duplicate: true });
        return;
      case 'stale':
        catalog.forget(this.request.tenantId);
        this.listener.startOver();
        return;
      case 'out_of_range':
        this.listener.startOver();
    }
  }

  failed(error: Error): void {
    this.listener.failed(error);
  }
}

function countAccepted(metrics: Metrics, acceptedByType: AcceptedByType): void {
  for (const type of metricTypes) {
    if (acceptedByType[type] > 0) metrics.samplesAccepted.inc({ type }, acceptedByType[type]);
  }
}
