import type { WriteScope } from '../senders/writeScope.ts';
import type { Catalog } from '../series/catalog.ts';
import type { Adoption } from './adoption.ts';
import { type AcceptedSample, judgeSample, type RefusedSample } from './judge.ts';

/** Whose samples they are, and what they may do. */
interface Writer {
  readonly tenantId: string;
  readonly writes: WriteScope;
  readonly createsMetrics: boolean;
}

/** Every sample of a request, decided. */
export interface JudgedRequest {
  readonly accepted: readonly AcceptedSample[];
  readonly refused: readonly RefusedSample[];
}

/**
 * Decides for every sample of a request by the tenant's metrics; makes metrics of unknown names where the sender may.
 * @returns `stale` when the tenant's metrics are not what was in memory: the catalog has been told, judge again
 */
export type JudgeRequest = (writer: Writer, samples: readonly unknown[]) => Promise<JudgedRequest | 'stale'>;

export function createJudgeRequest({ catalog, adoption }: { catalog: Catalog; adoption: Adoption }): JudgeRequest {
  return async ({ tenantId, writes, createsMetrics }, samples) => {
    const tenant = await catalog.of(tenantId);
    const accepted: AcceptedSample[] = [];
    const refused: RefusedSample[] = [];
    for (const [index, sample] of samples.entries()) {
      const judged = judgeSample(sample, index, tenant, writes);
      if ('code' in judged) refused.push(judged);
      else accepted.push(judged);
    }
    const names = unknownNamesOf(refused);
    if (names.length > 0 && (await catalog.isBehind(tenant, names))) {
      catalog.forget(tenantId);
      return 'stale';
    }
    if (!createsMetrics) return { accepted, refused };
    const adopted = await adoption.adopt(tenantId, refused);
    return adopted === 'made' ? 'stale' : { accepted, refused: adopted };
  };
}

/** The names, each once, for which no metric was found. */
function unknownNamesOf(refused: readonly RefusedSample[]): string[] {
  const names = new Set(refused.flatMap(({ unknown }) => (unknown ? [unknown.name] : [])));
  // NUL is in no name, and Postgres does not take it.
  return [...names].filter((name) => !name.includes('\u0000'));
}
