import type pg from 'pg';
import type { LabelSet } from '../../metric/labels.ts';
import type { Catalog, CatalogConfig } from './catalog.ts';
import { createSeries, type ResolvedSeries } from './createSeries.ts';
import { findSeries } from './findSeries.ts';
import type { GatewayLoad } from './gatewayLoad.ts';
import type { SlotCache } from './slotCache.ts';
import { createTurns } from './turns.ts';

/** First slots by label key; `overflowSlot` is the one that label sets past a cap have, when there are such. */
interface FoundSlots {
  readonly slots: ReadonlyMap<string, number>;
  readonly overflowSlot: number | undefined;
}

/** A sample by the series that it goes to. */
export interface LabelledSample {
  readonly config: CatalogConfig;
  readonly labels: LabelSet;
  readonly key: string;
  /** Its labels as they were sent. */
  readonly sample: { readonly labels?: LabelSet | undefined };
}

/** Finds the first slot of every sample's series, creating series that are new. */
export interface SeriesResolver {
  /** @returns `stale` when a configuration was deleted or redefined meanwhile: the catalog has been told, judge again */
  resolve<T extends LabelledSample>(
    tenantId: string,
    samples: readonly T[],
  ): Promise<readonly (readonly [T, number])[] | 'stale'>;
}

type LabelSets = Map<string, LabelSet>;
/** Label sets whose series are not in memory. */
type Missing = Map<CatalogConfig, LabelSets>;

/** Longer keys are asked for each time, so that one account's 20,000 series leave room for the others'. */
const maxRememberedKeyChars = 500;
const fullForMs = 5_000;
/** Connections that may create series at a time; each may wait for another replica's lock, and commits need the rest of the pool. */
const creators = 3;
/** Label sets that are created together; so many take about a fifth of a second. */
const maxTogether = 2_000;

/** Series of one tenant that will be created together, when it is the tenant's turn. */
interface Together {
  /** By the id of the configuration. One that has been read anew meanwhile waits for another turn. */
  readonly wanted: Map<string, { readonly config: CatalogConfig; readonly labelSets: LabelSets }>;
  labelSets: number;
  readonly created: Promise<ReadonlyMap<string, ResolvedSeries>>;
}

/** Answers from the memory of slots; asks Postgres for the others, all of a request at once. */
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
  /** Overflow slots of configurations that were full a moment ago. */
  const full = new WeakMap<CatalogConfig, { overflowSlot: number; untilMs: number }>();
  /** By tenant. */
  const next = new Map<string, Together>();
  const takeTurn = createTurns(creators);

  /** @returns undefined when a configuration is not what the catalog says */
  async function fetchSlots(
    tenantId: string,
    missing: Missing,
  ): Promise<ReadonlyMap<CatalogConfig, FoundSlots> | undefined> {
    const found = new Map<CatalogConfig, FoundSlots>();
    const existing = await findSeries(
      pool,
      [...missing].map(([config, labelSets]) => ({ config, keys: labelSets.keys() })),
    );
    const unknown: Missing = new Map();
    for (const [config, labelSets] of missing) {
      const slots = new Map(existing.get(config.id));
      const others = new Map([...labelSets].filter(([key]) => !slots.has(key)));
      const overflowSlot = others.size > 0 ? overflowSlotOf(config) : undefined;
      if (overflowSlot !== undefined) for (const key of others.keys()) slots.set(key, overflowSlot);
      else if (others.size > 0) unknown.set(config, others);
      found.set(config, { slots, overflowSlot });
    }
    if (unknown.size === 0) return found;
    const created = await create(tenantId, unknown);
    for (const [config, labelSets] of unknown) {
      const resolved = created.get(config.id);
      if (!resolved) return undefined;
      const slots = new Map(found.get(config)?.slots);
      for (const key of labelSets.keys()) slots.set(key, resolved.slots.get(key) ?? lost(config));
      found.set(config, { slots, overflowSlot: resolved.overflowSlot });
    }
    return found;
  }

  /** A configuration that is full stays so for a while: a sender of ever new labels costs a look-up and not a transaction. */
  function overflowSlotOf(config: CatalogConfig): number | undefined {
    const known = full.get(config);
    return known && performance.now() < known.untilMs ? known.overflowSlot : undefined;
  }

  /** Joins what waits for the tenant's turn already, or begins anew. */
  function create(tenantId: string, unknown: Missing): Promise<ReadonlyMap<string, ResolvedSeries>> {
    const waiting = next.get(tenantId);
    const together = waiting && canJoin(waiting, unknown) ? waiting : begin(tenantId);
    for (const [config, labelSets] of unknown) {
      const wanted = together.wanted.get(config.id) ?? { config, labelSets: new Map() };
      for (const [key, labels] of labelSets) wanted.labelSets.set(key, labels);
      together.wanted.set(config.id, wanted);
      together.labelSets += labelSets.size;
    }
    return together.created;
  }

  function begin(tenantId: string): Together {
    const wanted: Together['wanted'] = new Map();
    const created = takeTurn(tenantId, () => {
      if (next.get(tenantId) === together) next.delete(tenantId);
      return createTogether(tenantId, wanted);
    });
    const together: Together = { wanted, labelSets: 0, created };
    next.set(tenantId, together);
    return together;
  }

  async function createTogether(
    tenantId: string,
    wanted: Together['wanted'],
  ): Promise<ReadonlyMap<string, ResolvedSeries>> {
    const { room, added } = await gatewayLoad.ofTenant(tenantId);
    const caps = { perTenant: maxPerTenant, gatewayRoom: room };
    const resolved = await createSeries(pool, tenantId, [...wanted.values()], caps);
    for (const [configId, { exportedSeries, overflowSlot }] of resolved) {
      added(exportedSeries);
      const config = wanted.get(configId)?.config;
      if (!config || overflowSlot === undefined) continue;
      full.set(config, { overflowSlot, untilMs: performance.now() + fullForMs });
    }
    return resolved;
  }

  /** The slot of a sample, remembered unless it is the overflow series': of such label sets there is no end. */
  function slotIn(fetched: ReadonlyMap<CatalogConfig, FoundSlots>, { config, key, sample }: LabelledSample): number {
    const found = fetched.get(config);
    const slot = found?.slots.get(key) ?? lost(config);
    if (slot !== found?.overflowSlot && key.length <= maxRememberedKeyChars) {
      remembered.set(config.version, sample.labels, slot);
    }
    return slot;
  }

  return {
    async resolve(tenantId, samples) {
      const found = new Map<LabelledSample, number>();
      const missing: Missing = new Map();
      for (const sample of samples) {
        const slot = remembered.get(sample.config.version, sample.sample.labels);
        if (slot !== undefined) found.set(sample, slot);
        else missing.set(sample.config, (missing.get(sample.config) ?? new Map()).set(sample.key, sample.labels));
      }
      if (missing.size > 0) {
        const fetched = await fetchSlots(tenantId, missing);
        if (!fetched) {
          catalog.forget(tenantId);
          return 'stale';
        }
        for (const sample of samples) if (!found.has(sample)) found.set(sample, slotIn(fetched, sample));
      }
      return samples.map((sample) => [sample, found.get(sample) ?? lost(sample.config)]);
    },
  };
}

function canJoin(waiting: Together, unknown: Missing): boolean {
  if (waiting.labelSets >= maxTogether) return false;
  return [...unknown.keys()].every((config) => (waiting.wanted.get(config.id)?.config ?? config) === config);
}

function lost(config: CatalogConfig): never {
  throw new Error(`a series of ${config.id} was not resolved`);
}
