import { ValidationError } from '../../errors.ts';
import type { RejectionCount } from '../commit/rejectionCount.ts';
import type { Sender } from '../senders/authenticate.ts';
import { isPage } from '../senders/writeScope.ts';
import type { CatalogConfig } from '../series/catalog.ts';
import type { RefusedSample } from './judge.ts';
import type { Rejection } from './rejection.ts';

/** Refusals to be counted for their owner, one entry for each code and configuration. */
export function countByCode(refused: readonly RefusedSample[]): RejectionCount[] {
  const counts = new Map<string, RejectionCount>();
  for (const { metricConfigId, code, detail } of refused) {
    const key = `${metricConfigId} ${code}`;
    counts.set(key, { metricConfigId, code, count: (counts.get(key)?.count ?? 0) + 1, example: detail });
  }
  return [...counts.values()];
}

/** A page gives up less than that between two batches. */
const maxDroppedByPage = 10_000;

/** Samples that a sender says it gave up. Everybody can read the token in a page and claim any number with it. */
export function believedDrops(dropped: number, { writes }: Sender): number {
  return isPage(writes) ? Math.min(dropped, maxDroppedByPage) : dropped;
}

/** Counted once, with the batch that tells of it, if any of its samples is accepted. */
export function droppedBefore(count: number, metricConfigId: string | undefined): RejectionCount {
  const example = 'the sender could not deliver for so long that it gave up what was oldest';
  return { metricConfigId, code: 'dropped_by_sender', count, example };
}

export function overflowRefusal({ index, config }: { index: number; config: CatalogConfig }): RefusedSample {
  return {
    index,
    code: 'total_overflow',
    detail: `${config.metricName}: the total would reach 2^53, from where additions lose precision`,
    metricConfigId: config.id,
  };
}

export function presentRejection({ index, code, detail }: RefusedSample): Rejection {
  return { index, code, detail };
}

export function nothingAccepted(refused: readonly RefusedSample[]): ValidationError {
  const errors = refused
    .slice(0, 100)
    .map(({ index, code, detail }) => ({ path: `body.metrics[${index}]`, message: detail, code }));
  return new ValidationError(
    `No sample could be accepted: ${refused[0]?.detail ?? 'none was given'}`,
    errors,
    'nothing_accepted',
  );
}
