import type pg from 'pg';
import type { Catalog, CatalogConfig } from './catalog.ts';
import type { GatewayLoad } from './gatewayLoad.ts';
import type { AcceptedSample } from './judge.ts';
import type { LabelSet } from './labels.ts';
import { findSeries, type ResolvedSeries, resolveSeries } from './seriesStore.ts';
import type { SlotCache } from './slotCache.ts';
import { createTurns } from './turns.ts';

/** Finds the first slot of every sample's series, creating series that are new. */
export interface SeriesResolver {
  /** @returns `stale` when a configuration was deleted or redefined meanwhile: the catalog has been told, judge again */
  resolve(tenantId: string, samples: readonly AcceptedSample[]): Promise<[AcceptedSample, number][] | 'stale'>;
}

type LabelSets = Map<string, LabelSet>;

/** Longer keys are asked for each time, so that one account's 20,000 series leave room for the others'. */
const maxRememberedKeyChars = 500;
const fullForMs = 5_000;
/** Connections that may create series at a time; each may wait for another replica's lock, and commits need the rest of the pool. */
const creators = 3;

/** Answers from the memory of slots; asks Postgres for the others, one configuration after another. */
export function createSeriesResolver(deps: {
  pool: pg.Pool;
  catalog: Catalog;
  gatewayLoad: GatewayLoad;
  slots: SlotCache;
  /** Series that one tenant may export. */
  maxPerTenant: number;
}): SeriesResolver {
  const { pool, catalog, gatewayLoad, maxPerTenant } = deps;
  const remembered = deps.slots;
  /** Configurations that were full a moment ago. */
  const full = new WeakMap<CatalogConfig, { overflowSlot: number; untilMs: number }>();
  /** Label sets that will be created together, when it is their tenant's turn. */
  const next = new WeakMap<CatalogConfig, { labelSets: LabelSets; created: Promise<ResolvedSeries | undefined> }>();
  const takeTurn = createTurns(creators);

  /** @returns undefined when the configuration is not what the catalog says */
  async function fetchSlots(tenantId: string, config: CatalogConfig, labelSets: LabelSets) {
    const slots = await findSeries(pool, config, [...labelSets.keys()]);
    const missing = new Map([...labelSets].filter(([key]) => !slots.has(key)));
    remember(config, slots);
    if (missing.size > 0) {
      const created = overflowing(config, missing) ?? (await create(tenantId, config, missing));
      if (!created) return undefined;
      for (const [key] of missing) slots.set(key, created.get(key) ?? lost(config));
    }
    return slots;
  }

  /** Not for label sets that are counted in the overflow series: there is no end of them. */
  function remember(config: CatalogConfig, slots: ReadonlyMap<string, number>, overflowSlot?: number): void {
    for (const [key, slot] of slots) {
      if (slot === overflowSlot || key.length > maxRememberedKeyChars) continue;
      remembered.set(config.version, key, slot);
    }
  }

  /** A configuration that is full stays so for a while: a sender of ever new labels costs a look-up and not a transaction. */
  function overflowing(config: CatalogConfig, labelSets: LabelSets): ReadonlyMap<string, number> | undefined {
    const known = full.get(config);
    if (!known || performance.now() >= known.untilMs) return undefined;
    return new Map([...labelSets.keys()].map((key) => [key, known.overflowSlot]));
  }

  async function create(tenantId: string, config: CatalogConfig, labelSets: LabelSets) {
    let batch = next.get(config);
    if (batch) for (const [key, labels] of labelSets) batch.labelSets.set(key, labels);
    else {
      const together = new Map(labelSets);
      const created = takeTurn(tenantId, () => {
        next.delete(config);
        return createTogether(tenantId, config, together);
      });
      batch = { labelSets: together, created };
      next.set(config, batch);
    }
    const resolved = await batch.created;
    if (resolved?.overflowSlot !== undefined) {
      full.set(config, { overflowSlot: resolved.overflowSlot, untilMs: performance.now() + fullForMs });
    }
    return resolved?.slots;
  }

  async function createTogether(tenantId: string, config: CatalogConfig, labelSets: LabelSets) {
    const { room, added } = await gatewayLoad.ofTenant(tenantId);
    const resolved = await resolveSeries(pool, config, labelSets, { perTenant: maxPerTenant, gatewayRoom: room });
    if (resolved) {
      added(resolved.exportedSeries);
      remember(config, resolved.slots, resolved.overflowSlot);
    }
    return resolved;
  }

  return {
    async resolve(tenantId, samples) {
      const found = new Map<AcceptedSample, number>();
      const missing = new Map<CatalogConfig, LabelSets>();
      for (const sample of samples) {
        const slot = remembered.get(sample.config.version, sample.key);
        if (slot !== undefined) found.set(sample, slot);
        else missing.set(sample.config, (missing.get(sample.config) ?? new Map()).set(sample.key, sample.labels));
      }
      for (const [config, labelSets] of missing) {
        const slots = await fetchSlots(tenantId, config, labelSets);
        if (!slots) {
          catalog.forget(tenantId);
          return 'stale';
        }
        for (const sample of samples) {
          if (sample.config === config && !found.has(sample)) found.set(sample, slots.get(sample.key) ?? lost(config));
        }
      }
      return samples.map((sample) => [sample, found.get(sample) ?? lost(sample.config)]);
    },
  };
}

function lost(config: CatalogConfig): never {
  throw new Error(`a series of ${config.id} was not resolved`);
}
