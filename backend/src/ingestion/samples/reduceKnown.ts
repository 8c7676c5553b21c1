import type { MetricType } from '../../contract/metricTypes.ts';
import { metricKinds } from '../../metric/metricKinds.ts';
import { Deltas } from '../commit/deltas.ts';
import { mayWrite, type WriteScope } from '../senders/writeScope.ts';
import type { CatalogConfig, TenantCatalog } from '../series/catalog.ts';
import type { SlotCache } from '../series/slotCache.ts';
import { metricFault } from './judge.ts';
import { hasSampleShape, type WireSample } from './sample.ts';

/** Samples accepted, by the type of their metric. */
export type AcceptedByType = Record<MetricType, number>;

/** What samples of known series do, when all of them are accepted. */
export interface KnownReduction {
  readonly deltas: Deltas;
  readonly acceptedByType: AcceptedByType;
}

/**
 * Reduces a request in one pass over its samples when there is nothing to decide: every sample is well-formed, its metric takes it, and
 * its labels were sent before and have a series. The labels themselves are not checked again: that they are remembered says that
 * they were right for this configuration.
 * @returns undefined when any sample needs the full way, which then decides for all of them
 */
export function reduceKnown(
  catalog: TenantCatalog,
  samples: readonly unknown[],
  writes: WriteScope,
  slots: SlotCache,
): KnownReduction | undefined {
  const deltas = new Deltas();
  const acceptedByType: AcceptedByType = { counter: 0, gauge: 0, histogram: 0, summary: 0 };
  for (const sample of samples) {
    if (!hasSampleShape(sample)) return undefined;
    const config = theOneNamed(catalog, sample, writes);
    if (config === undefined || metricFault(config, sample) !== undefined) return undefined;
    if (!isLabelObject(sample.labels)) return undefined;
    const slot = slots.get(config.version, sample.labels);
    if (slot === undefined) return undefined;
    metricKinds[config.type].apply(deltas, sample, slot, config);
    acceptedByType[config.type] += 1;
  }
  return { deltas, acceptedByType };
}

/** What the values are does not matter: one that is not a text leads to no slot. */
function isLabelObject(labels: unknown): boolean {
  return labels === undefined || (typeof labels === 'object' && labels !== null && !Array.isArray(labels));
}

/** A name that two metrics go by, or that a deleted metric had, is left to the full way. */
function theOneNamed(catalog: TenantCatalog, sample: WireSample, writes: WriteScope): CatalogConfig | undefined {
  const named = catalog.named(sample.name);
  const config = named.length === 1 && !catalog.wasDeleted(sample.name) ? named[0] : undefined;
  return config !== undefined && mayWrite(writes, config) ? config : undefined;
}
