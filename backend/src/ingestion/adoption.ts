import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { adoptionFault, adoptMetrics, maxMetricConfigsPerUser } from './adoptMetrics.ts';
import type { Catalog } from './catalog.ts';
import type { AcceptedSample, RefusedSample } from './judge.ts';
import type { WireSample } from './sample.ts';

/** Turns samples of unknown names into configurations, for senders that may write anything of their tenant's. */
export interface Adoption {
  /**
   * Makes what can be made. Refusals of unknown names that stay get a detail that says why nothing was made.
   * @returns true when the samples must be judged again
   */
  adopt(tenantId: string, samples: readonly unknown[], judged: (AcceptedSample | RefusedSample)[]): Promise<boolean>;
}

/** An account without room is asked for again after so long. */
const fullForMs = 5_000;

export function createAdoption(deps: { pool: pg.Pool; catalog: Catalog }): Adoption {
  const full = new LRUCache<string, true>({ max: 10_000, ttl: fullForMs });
  return {
    async adopt(tenantId, samples, judged) {
      const adoptable: WireSample[] = [];
      for (const [index, one] of judged.entries()) {
        if (!('code' in one) || one.code !== 'unknown_metric') continue;
        // Its shape was found right before its name was looked up.
        const sample = samples[index] as WireSample;
        const fault = adoptionFault(sample);
        if (fault === undefined) adoptable.push(sample);
        judged[index] = { ...one, detail: fault ?? noRoom(sample) };
      }
      if (adoptable.length === 0 || full.has(tenantId)) return false;
      const { made, isFull } = await adoptMetrics(deps.pool, tenantId, adoptable);
      if (isFull) full.set(tenantId, true);
      if (made) deps.catalog.forget(tenantId);
      return made;
    },
  };
}

function noRoom({ name }: WireSample): string {
  return `${name}: there is no such metric, and the account has ${maxMetricConfigsPerUser} configurations already`;
}
