import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { Catalog } from '../series/catalog.ts';
import { adoptionFault, adoptMetrics, maxMetricConfigsPerUser } from './adoptMetrics.ts';
import type { RefusedSample } from './judge.ts';
import type { WireSample } from './sample.ts';

/** Turns samples of unknown names into configurations, for senders that may write anything of their tenant's. */
export interface Adoption {
  /**
   * Makes what can be made.
   * @returns `made` when there are new metrics, so that the samples must be judged again; otherwise the refusals, where those of unknown
   * names say why nothing was made of them
   */
  adopt(tenantId: string, refused: readonly RefusedSample[]): Promise<'made' | readonly RefusedSample[]>;
}

/** An account without room is asked for again after so long. */
const fullForMs = 5_000;

export function createAdoption(deps: { pool: pg.Pool; catalog: Catalog }): Adoption {
  const full = new LRUCache<string, true>({ max: 10_000, ttl: fullForMs });
  return {
    async adopt(tenantId, refused) {
      const adoptable: WireSample[] = [];
      const explained = refused.map((one) => {
        if (one.code !== 'unknown_metric' || one.unknown === undefined) return one;
        const fault = adoptionFault(one.unknown);
        if (fault === undefined) adoptable.push(one.unknown);
        return { ...one, detail: fault ?? noRoom(one.unknown) };
      });
      if (adoptable.length === 0 || full.has(tenantId)) return explained;
      const { made, isFull } = await adoptMetrics(deps.pool, tenantId, adoptable);
      if (isFull) full.set(tenantId, true);
      if (!made) return explained;
      deps.catalog.forget(tenantId);
      return 'made';
    },
  };
}

function noRoom({ name }: WireSample): string {
  return `${name}: there is no such metric, and the account has ${maxMetricConfigsPerUser} configurations already`;
}
