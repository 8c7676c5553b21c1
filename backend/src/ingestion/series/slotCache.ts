import { LabelIndex, maxEntryBytes, type SentLabels } from './labelIndex.ts';

/**
 * First slots of series by the labels of a sample as it was sent, for all configurations of the process together, within one bound in
 * bytes. A configuration is named by the version under which the catalog has loaded it (`CatalogConfig.version`); a version is never
 * used twice. The same labels sent in another order, or with a default written out, are an entry of their own.
 */
export interface SlotCache {
  get(version: number, labels: SentLabels): number | undefined;
  /** Only for series that exist: past a cap every label set has the slot of the overflow series, and there is no end of label sets. */
  set(version: number, labels: SentLabels, slot: number): void;
  /** Forgets a version that nobody will ask for again. */
  drop(version: number): void;
  /** Memory in use, as it is counted against the bound. */
  bytes(): number;
}

/** About 80,000 series with three labels of 20 characters. */
export const maxSlotCacheBytes = 32 * 1024 * 1024;

const bytesPerVersion = 400;

interface Generation {
  readonly versions: Map<number, LabelIndex>;
  bytes: number;
}

const emptyGeneration = (): Generation => ({ versions: new Map(), bytes: 0 });

/**
 * Two generations of half the bound each. What is asked for moves to the young one; when that is full it becomes the old one, and what
 * the old one held is forgotten. So what is in use stays, as with a list of the least recently used, but an entry costs no list node
 * and a version is dropped in one step.
 */
export function createSlotCache(maxBytes: number = maxSlotCacheBytes): SlotCache {
  let young = emptyGeneration();
  let old = emptyGeneration();

  function set(version: number, labels: SentLabels, slot: number): void {
    const needed = bytesPerVersion + maxEntryBytes(labels);
    if (needed > maxBytes / 2) return;
    if (young.bytes + needed > maxBytes / 2) {
      old = young;
      young = emptyGeneration();
    }
    const index = young.versions.get(version) ?? addVersion(version);
    const before = index.bytes;
    index.set(labels, slot);
    young.bytes += index.bytes - before;
  }

  function addVersion(version: number): LabelIndex {
    const index = new LabelIndex();
    young.versions.set(version, index);
    young.bytes += bytesPerVersion;
    return index;
  }

  return {
    get(version, labels) {
      const slot = young.versions.get(version)?.get(labels);
      if (slot !== undefined) return slot;
      const older = old.versions.get(version)?.get(labels);
      if (older !== undefined) set(version, labels, older);
      return older;
    },
    set,
    drop(version) {
      for (const generation of [young, old]) {
        const index = generation.versions.get(version);
        if (index) generation.bytes -= index.bytes + bytesPerVersion;
        generation.versions.delete(version);
      }
    },
    bytes: () => young.bytes + old.bytes,
  };
}
